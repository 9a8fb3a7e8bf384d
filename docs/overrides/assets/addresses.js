/* Rows have addresses in the linked data, as /id/clusters/astron. On a server that knows no rule for
   them this page, "not found", brings a visitor to the row. */
(function () {
  "use strict";
  var row = /^(.*)\/id\/([a-z_]+)\/(.+?)\/?$/.exec(location.pathname);
  if (row) {
    /* With the host: a path that begins with two slashes would lead to another one. */
    location.replace(location.origin + row[1] + "/tables/" + row[2] + "/#" + row[3]);
  }
})();
