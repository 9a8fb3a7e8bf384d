/* The theme asks for the index of the search on every page. It is large, so the question waits here
   until somebody goes to the search. It asks for the whole sitemap too, to see whether a page has a
   translation: all have, and the links say where, so that question is dropped. */
(function () {
  "use strict";
  var isWanted = /[?&]q=/.test(location.search);
  var waiting = [];
  var open = XMLHttpRequest.prototype.open;
  var send = XMLHttpRequest.prototype.send;
  XMLHttpRequest.prototype.open = function (method, address) {
    this.isIndex = /search\/search_index\.json$/.test(address);
    this.isSitemap = /\/sitemap\.xml$/.test(address);
    return open.apply(this, arguments);
  };
  XMLHttpRequest.prototype.send = function () {
    if (this.isIndex && !isWanted) {
      waiting.push([this, arguments]);
    } else if (!this.isSitemap) {
      send.apply(this, arguments);
    }
  };
  function fetchNow() {
    if (isWanted) {
      return;
    }
    isWanted = true;
    waiting.splice(0).forEach(function (one) {
      send.apply(one[0], one[1]);
    });
  }
  ["focusin", "change"].forEach(function (kind) {
    document.addEventListener(kind, function (event) {
      var id = event.target && event.target.id;
      if (id === "__search" || (event.target.matches && event.target.matches("[data-md-component=search-query]"))) {
        fetchNow();
      }
    });
  });
})();
