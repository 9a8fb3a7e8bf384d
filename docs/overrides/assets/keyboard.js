/* The theme opens its menu and its search on a narrow screen with labels that only a pointer reaches.
   Here they become buttons for the keyboard: also for who zooms in until the screen is narrow. */
(function () {
  "use strict";
  var narrow = window.matchMedia("(max-width: 76.2344em)");
  var search = document.querySelector("[data-md-component=search-query]");
  var menu = document.querySelector(".md-nav--primary");
  var buttons = [];

  function add(label, name) {
    var box = document.getElementById(label.htmlFor);
    if (box) {
      buttons.push({ label: label, box: box, name: name });
    }
  }
  document.querySelectorAll("label.md-header__button[for=__drawer]").forEach(function (label) {
    add(label, menu && menu.getAttribute("aria-label"));
  });
  document.querySelectorAll("label.md-header__button[for=__search]").forEach(function (label) {
    add(label, search && search.getAttribute("aria-label"));
  });
  document.querySelectorAll(".md-nav--primary label.md-nav__title[for^=__nav]").forEach(function (label) {
    add(label, null);
  });

  function show() {
    buttons.forEach(function (one) {
      if (!narrow.matches) {
        ["tabindex", "role", "aria-label", "aria-expanded"].forEach(function (name) {
          one.label.removeAttribute(name);
        });
        return;
      }
      one.label.tabIndex = 0;
      one.label.setAttribute("role", "button");
      one.label.setAttribute("aria-expanded", String(one.box.checked));
      if (one.name) {
        one.label.setAttribute("aria-label", one.name);
      }
    });
  }
  narrow.addEventListener("change", show);
  document.addEventListener("change", show);
  document.addEventListener("keydown", function (event) {
    var label = event.target;
    /* The theme itself sees to Enter. */
    if (event.key === " " && label.tagName === "LABEL" && label.tabIndex === 0) {
      event.preventDefault();
      label.click();
    }
    var drawer = document.getElementById("__drawer");
    if (event.key === "Escape" && drawer && drawer.checked) {
      drawer.click();
      document.querySelector("label.md-header__button[for=__drawer]").focus();
    }
  });
  show();
})();
