// Draws the table it is given, sorts it by a column's heading, and says which ward's row was chosen.
export default function ({ data, parentElement, setStateValue }) {
  const holder = parentElement.querySelector(".wards");
  if (holder.drawn !== data.html) {
    holder.innerHTML = holder.drawn = data.html;
    listen(holder);
  }
  holder.choose = (ward) => {
    light(holder, ward);
    setStateValue("lit", ward);
  };
  light(holder, data.lit);
}

function listen(holder) {
  holder.querySelectorAll("thead button").forEach((button, column) => {
    button.onclick = () => sort(holder, column);
  });
  holder.querySelectorAll("tbody tr").forEach((row) => {
    row.onclick = () => holder.choose(row.classList.contains("lit") ? "" : row.dataset.ward);
  });
}

function light(holder, ward) {
  holder.querySelectorAll("tbody tr").forEach((row) => {
    const isLit = row.dataset.ward === ward;
    row.classList.toggle("lit", isLit);
    row.querySelector("button").setAttribute("aria-pressed", isLit);
  });
}

function sort(holder, column) {
  const heads = [...holder.querySelectorAll("thead th")];
  const first = column === 1 ? "descending" : "ascending";
  const other = column === 1 ? "ascending" : "descending";
  const order = heads[column].getAttribute("aria-sort") === first ? other : first;
  heads.forEach((head, place) => head.setAttribute("aria-sort", place === column ? order : "none"));
  const sign = order === "ascending" ? 1 : -1;
  const key = (row) => row.cells[column].dataset.order;
  const compare = (one, two) =>
    key(one) === "" ? 1 : key(two) === "" ? -1 : sign * key(one).localeCompare(key(two), "en-GB", { numeric: true });
  const compareNumbers = (one, two) =>
    key(one) === "" ? 1 : key(two) === "" ? -1 : sign * (Number(key(one)) - Number(key(two)));
  const rows = [...holder.querySelectorAll("tbody tr")].sort(column === 1 ? compareNumbers : compare);
  holder.querySelector("tbody").append(...rows);
}
