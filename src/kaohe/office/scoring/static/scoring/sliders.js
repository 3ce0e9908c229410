// A slider and its number say the same: the number is what is sent, exactly as it is written.
(() => {
  "use strict";
  for (const row of document.querySelectorAll("[data-slider]")) {
    const slide = row.querySelector("[data-slide]");
    const number = row.querySelector("[data-number]");
    slide.addEventListener("input", () => {
      number.value = slide.value;
      number.dispatchEvent(new Event("change", { bubbles: true }));
    });
    number.addEventListener("input", () => {
      if (number.value.trim() !== "" && Number.isFinite(Number(number.value))) slide.value = number.value;
    });
  }
})();
