/* Searching, filtering and sorting of <table class="data filter">.

   The tables are whole and readable without this script, which only adds controls above them. It
   reads from the table:
     th data-name    the name of a column in addresses and CSV (otherwise its title)
     th.num          a column of figures: sorted as such, and without a list to choose from
     td data-value   the value of a cell, where it is shown in another way (a code, 1.050.000)
     data-csv        the file with the same rows in the same order; data-file is its name
   What is chosen stands in the address: ?find=water&f.kind=hub&sort=-name, with the id of the table
   before each name where a page has several. (The theme's own search takes ?q=.)
   Words are in <script type="application/json" id="filter-words">. Cells are only ever put back as
   text, never as HTML. */
(function () {
  "use strict";

  const MOST_CHOICES = 30;
  const given = document.getElementById("filter-words");
  const tables = document.querySelectorAll("table.data.filter");
  if (!given || !tables.length) return;
  const words = JSON.parse(given.textContent);
  const lang = document.documentElement.lang || "nl";
  const collator = new Intl.Collator(lang, { numeric: true, sensitivity: "base" });

  function say(key, values) {
    return words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  /* Makes an element; texts are set as text. */
  function make(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

  /* Small letters without accents, so that "cafe" finds "Café". */
  function plain(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }

  function shownIn(cell) {
    return cell.textContent.trim().replace(/\s+/g, " ");
  }

  function valueOf(cell) {
    return cell.dataset.value === undefined ? shownIn(cell) : cell.dataset.value;
  }

  /* The row that the address points at, wherever it is. */
  function targetedRow() {
    const raw = location.hash.slice(1);
    let id = raw;
    try {
      id = decodeURIComponent(raw);
    } catch (error) { /* not encoded */ }
    const found = raw && (document.getElementById(raw) || document.getElementById(id));
    return found ? found.closest("tr") : null;
  }

  function enhance(table, prefix) {
    const body = table.tBodies[0];
    const heads = Array.from(table.tHead.rows[0].cells);
    const rows = Array.from(body.rows, (element) => ({ element, cells: element.cells, text: null }));
    const columns = heads.map(describe);
    const state = { find: "", filters: new Map(), column: null, isDown: false, kept: null };

    function describe(head, place) {
      const isNumber = head.classList.contains("num");
      const title = shownIn(head);
      const name = head.dataset.name || title;
      return { head, place, isNumber, title, name, select: null, values: [] };
    }

    /* The text of a row is made when somebody searches: both what is shown and the codes. */
    function textOf(row) {
      if (row.text === null) {
        const parts = Array.from(row.cells, (cell) => `${cell.textContent} ${cell.dataset.value || ""}`);
        row.text = plain(parts.join(" "));
      }
      return row.text;
    }

    /* Controls. */

    const input = make("input", { type: "search", autocomplete: "off", spellcheck: "false" });
    const choices = make("div", { class: "choices" });
    const more = make("details", {}, make("summary", {}, words.more), choices);
    const status = make("p", { class: "shown", role: "status" });
    const clear = make("button", { type: "button" }, words.clear);
    const csv = make("button", { type: "button" }, words.csv);
    const copy = make("button", { type: "button" }, words.copy);
    const buttons = make("p", { class: "buttons" }, clear, csv, copy);
    const search = make("label", {}, make("span", {}, words.search), input);
    const form = make("form", { class: "filters", role: "search", "aria-label": words.controls });

    function addChoices(column) {
      const found = new Map();
      for (const row of rows) {
        const value = valueOf(row.cells[column.place]);
        const one = found.get(value);
        if (one) one.count += 1;
        else if (found.size > MOST_CHOICES) return;
        else found.set(value, { value, shown: shownIn(row.cells[column.place]), count: 1 });
      }
      /* Values that hardly come back are no choice. */
      const least = found.size > 6 ? 3 : 2;
      if (found.size < 2 || found.size > MOST_CHOICES || found.size * least > rows.length) return;
      const listed = Array.from(found.values()).sort((a, b) => collator.compare(a.shown, b.shown));
      column.values = listed.map((one) => one.value);
      column.select = make("select", {}, make("option", {}, words.all));
      for (const one of listed) {
        const text = `${one.shown || words.empty} (${one.count.toLocaleString(lang)})`;
        column.select.append(make("option", {}, text));
      }
      column.select.addEventListener("change", () => {
        const chosen = column.select.selectedIndex;
        if (chosen) state.filters.set(column, column.values[chosen - 1]);
        else state.filters.delete(column);
        changed();
      });
      choices.append(make("label", {}, make("span", {}, column.title), column.select));
    }

    function addSort(column) {
      const button = make("button", { type: "button", class: "sort" });
      button.append(...column.head.childNodes);
      column.head.append(button);
      button.addEventListener("click", () => {
        const isSame = state.column === column;
        state.column = isSame && state.isDown ? null : column;
        state.isDown = isSame && !state.isDown;
        sort();
        changed();
      });
    }

    /* What is shown. */

    function sort() {
      const ordered = rows.slice();
      const column = state.column;
      if (column) {
        const keys = new Map(rows.map((row) => {
          const cell = row.cells[column.place];
          return [row, column.isNumber ? Number(valueOf(cell) || NaN) : shownIn(cell)];
        }));
        const way = state.isDown ? -1 : 1;
        /* Empty cells stand last, whichever way. */
        const isEmpty = (key) => key === "" || Number.isNaN(key);
        ordered.sort((first, second) => {
          const [a, b] = [keys.get(first), keys.get(second)];
          if (isEmpty(a) || isEmpty(b)) return isEmpty(a) - isEmpty(b);
          return way * (column.isNumber ? a - b : collator.compare(a, b));
        });
      }
      const all = document.createDocumentFragment();
      for (const row of ordered) all.append(row.element);
      body.append(all);
      for (const one of columns) {
        if (one === column) one.head.setAttribute("aria-sort", state.isDown ? "descending" : "ascending");
        else one.head.removeAttribute("aria-sort");
      }
    }

    function fits(row, parts) {
      for (const [column, value] of state.filters) {
        if (valueOf(row.cells[column.place]) !== value) return false;
      }
      return parts.every((part) => textOf(row).includes(part));
    }

    function filter() {
      const parts = plain(state.find).split(/\s+/).filter(Boolean);
      let count = 0;
      let isKept = false;
      for (const row of rows) {
        let isShown = fits(row, parts);
        if (!isShown && row.element === state.kept) isShown = isKept = true;
        count += isShown;
        if (row.element.hidden === isShown) row.element.hidden = !isShown;
      }
      tell(count, isKept);
    }

    function tell(count, isKept) {
      const number = (value) => value.toLocaleString(lang);
      const said = [say("shown", { shown: number(count), count: number(rows.length) })];
      if (isKept) said.push(words.kept);
      if (state.column) {
        const way = state.isDown ? "sorted-descending" : "sorted-ascending";
        said.push(say(way, { name: state.column.title }));
      }
      status.textContent = count ? `${said.join(", ")}.` : words.none;
      clear.disabled = !state.find && !state.filters.size && !state.column;
      csv.disabled = !count;
    }

    /* The address. */

    let waiting = 0;

    function write() {
      const address = new URL(location.href);
      const asked = address.searchParams;
      for (const name of Array.from(asked.keys())) if (isOurs(name)) asked.delete(name);
      if (state.find) asked.set(`${prefix}find`, state.find);
      for (const [column, value] of state.filters) asked.set(`${prefix}f.${column.name}`, value);
      if (state.column) asked.set(`${prefix}sort`, (state.isDown ? "-" : "") + state.column.name);
      const target = targetedRow();
      if (target && target.hidden) address.hash = "";
      history.replaceState(history.state, "", address);
      carry();
    }

    /* The page in the other language shows the same choice. */
    function carry() {
      for (const link of document.querySelectorAll("a[hreflang]")) link.search = location.search;
    }

    function isOurs(name) {
      const own = name.startsWith(prefix) ? name.slice(prefix.length) : "";
      return own === "find" || own === "sort" || own.startsWith("f.");
    }

    function read() {
      const asked = new URLSearchParams(location.search);
      const named = (name) => columns.find((column) => column.name === name);
      state.find = asked.get(`${prefix}find`) || "";
      for (const column of columns) {
        const value = asked.get(`${prefix}f.${column.name}`);
        /* A link may name any column; a value that no row has shows none, and can be cleared. */
        if (value !== null) state.filters.set(column, value);
      }
      const order = asked.get(`${prefix}sort`) || "";
      state.isDown = order.startsWith("-");
      state.column = named(order.replace(/^-/, "")) || null;
      state.isDown = Boolean(state.column && state.isDown);
    }

    /* Shows in the controls what is chosen. */
    function show() {
      input.value = state.find;
      for (const column of columns) {
        if (!column.select) continue;
        column.select.selectedIndex = state.filters.has(column)
          ? Math.max(0, column.values.indexOf(state.filters.get(column)) + 1)
          : 0;
      }
      if (state.filters.size) more.open = true;
    }

    /* After a choice: the row of the address is no longer shown against it. */
    function changed() {
      state.kept = null;
      filter();
      clearTimeout(waiting);
      waiting = setTimeout(write, 200);
    }

    function toTarget() {
      const row = targetedRow();
      if (!row || row.parentNode !== body) return;
      state.kept = row;
      filter();
      row.scrollIntoView({ block: "center" });
    }

    /* CSV. */

    /* Cuts a CSV file into records as they stand; line ends within quotes are no ends. */
    function records(text) {
      return (text.match(/(?:"[^"]*"|[^"\n])+/g) || []).map((record) => record.replace(/\r$/, ""));
    }

    function field(value) {
      return /[",\r\n]/.test(value) ? `"${value.replace(/"/g, '""')}"` : value;
    }

    function fromCells() {
      const header = columns.map((column) => field(column.name)).join(",");
      return [header, ...rows.map((row) => Array.from(row.cells, (cell) => field(valueOf(cell))).join(","))];
    }

    async function lines() {
      try {
        const answer = await fetch(table.dataset.csv);
        const found = answer.ok ? records(await answer.text()) : [];
        if (found.length === rows.length + 1) return found;
      } catch (error) { /* no such file, or no network */ }
      return fromCells();
    }

    async function download() {
      clearTimeout(waiting);
      const all = table.dataset.csv ? await lines() : fromCells();
      const places = new Map(rows.map((row, place) => [row.element, place + 1]));
      const shown = Array.from(body.rows).filter((row) => !row.hidden).map((row) => all[places.get(row)]);
      const blob = new Blob([[all[0], ...shown, ""].join("\n")], { type: "text/csv;charset=utf-8" });
      const address = URL.createObjectURL(blob);
      const name = `${table.dataset.file || table.id || "table"}-selection.csv`;
      const link = make("a", { href: address, download: name, hidden: "" });
      document.body.append(link);
      link.click();
      link.remove();
      setTimeout(() => URL.revokeObjectURL(address), 10000);
      write();
    }

    async function copyLink() {
      clearTimeout(waiting);
      write();
      try {
        await navigator.clipboard.writeText(location.href);
        status.textContent = words.copied;
      } catch (error) {
        status.textContent = words["not-copied"];
      }
    }

    input.addEventListener("input", () => {
      state.find = input.value.trim();
      changed();
    });
    clear.addEventListener("click", () => {
      Object.assign(state, { find: "", column: null, isDown: false });
      state.filters.clear();
      show();
      sort();
      changed();
      input.focus();
    });
    csv.addEventListener("click", download);
    copy.addEventListener("click", copyLink);
    form.addEventListener("submit", (event) => event.preventDefault());
    window.addEventListener("hashchange", toTarget);

    columns.forEach(addSort);
    columns.filter((column) => !column.isNumber).forEach(addChoices);
    form.append(search, ...(choices.children.length ? [more] : []), buttons, status);
    (table.closest(".scroll") || table).before(form);
    read();
    show();
    if (state.column) sort();
    filter();
    toTarget();
    if (location.search) carry();
  }

  tables.forEach((table, place) => {
    if (!table.tHead || !table.tBodies.length) return;
    enhance(table, tables.length > 1 ? `${table.id || place + 1}.` : "");
  });
})();
