"use strict";
// The report is whole without this: it only adds sorting, copying, and a sign that a table goes on.
(() => {
  const last = (row) => row.classList.contains("failed");

  const sort = (table, heads, head, index) => {
    const numeric = head.dataset.sort === "number";
    const ascending = head.ariaSort ? head.ariaSort === "descending" : !numeric;
    const cell = (row) => {
      // A cell may span columns: it has no figure for any of them.
      let column = 0;
      for (const each of row.cells) {
        if (column === index) return each.colSpan === 1 ? each : null;
        column += each.colSpan;
      }
      return null;
    };
    const key = (row) => {
      const value = cell(row)?.dataset.value ?? (numeric ? "" : cell(row)?.textContent.trim() ?? "");
      return value === "" || last(row) ? null : numeric ? Number(value) : value;
    };
    const compare = (a, b) => {
      const [x, y] = [key(a), key(b)];
      if (x === null || y === null) return (x === null) - (y === null) || last(a) - last(b);
      const order = numeric ? x - y : x.localeCompare(y, "en", { numeric: true });
      return ascending ? order : -order;
    };
    const body = table.tBodies[0];
    body.append(...[...body.rows].sort(compare));
    for (const other of heads) other.removeAttribute("aria-sort");
    head.ariaSort = ascending ? "ascending" : "descending";
  };

  for (const table of document.querySelectorAll("table[data-sortable]")) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, index) => {
      if (!head.dataset.sort) return;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(table, heads, head, index));
      head.append(button);
    });
  }

  for (const box of document.querySelectorAll(".scroll")) {
    const mark = () => {
      const more = [];
      if (box.scrollLeft + box.clientWidth < box.scrollWidth - 1) more.push("right");
      if (box.scrollTop + box.clientHeight < box.scrollHeight - 1) more.push("below");
      if (more.length) box.dataset.more = more.join(" ");
      else delete box.dataset.more;
    };
    box.addEventListener("scroll", mark, { passive: true });
    new ResizeObserver(mark).observe(box);
  }

  for (const block of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      const text = block.querySelector("code").textContent;
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "Copied";
      } catch {
        // Some browsers give a local file no clipboard: select it instead.
        getSelection().selectAllChildren(block.querySelector("code"));
        button.textContent = "Selected";
      }
    });
    block.append(button);
  }
})();
