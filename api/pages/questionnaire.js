/* Shows the page as its reader reads the chat page, and keeps for that page what was changed here. */
(function () {
  var root = document.documentElement;
  var step = /care-([12])/.exec(root.className);
  var shown = {
    care: root.classList.contains("care") ? "1" : "",
    careStep: step ? step[1] : "",
    contrast: root.classList.contains("contrast") ? "1" : "",
    script: root.lang === "zh-Hant" ? "traditional" : "",
  };
  try {
    if (root.dataset.looks === "chosen") {
      Object.keys(shown).forEach(function (name) {
        if (shown[name]) localStorage.setItem("youda." + name, shown[name]);
        else localStorage.removeItem("youda." + name);
      });
      return;
    }
    var kept = new URLSearchParams();
    Object.keys(shown).forEach(function (name) {
      var value = localStorage.getItem("youda." + name);
      if (value) kept.set(name, value);
    });
    if (kept.has("care") || kept.has("contrast") || kept.has("script")) location.replace("?" + kept);
  } catch (error) {
    // Storage is blocked: the page stays as it was sent.
  }
})();
