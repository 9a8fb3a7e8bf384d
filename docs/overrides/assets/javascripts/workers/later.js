/* Loads the theme's search only when the page sends its first question. */
self.onmessage = function (event) {
  self.onmessage = null;
  importScripts("SEARCH_WORKER");
  self.dispatchEvent(new MessageEvent("message", { data: event.data }));
};
