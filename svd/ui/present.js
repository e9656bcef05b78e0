/* Slides by the keyboard: arrows, Page Up and Down, space, Home and End turn; F fills the screen. */
const TURNS = {
  ArrowRight: "next", PageDown: "next", " ": "next", ArrowLeft: "previous", PageUp: "previous", Home: "first", End: "last",
}

export default function (component) {
  const { setTriggerValue, parentElement } = component
  const button = parentElement.querySelector("button")

  const fill = () =>
    document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen().catch(() => {})

  const listen = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const target = event.composedPath()[0]
    if (target instanceof Element && target.closest("input, textarea, select, [role=combobox]")) return
    if (event.key === " " && target instanceof Element && target.closest("button, a")) return
    if (event.key === "f" || event.key === "F") return fill()
    const turn = TURNS[event.key]
    if (!turn) return
    event.preventDefault()
    setTriggerValue("turn", turn)
  }

  button.onclick = fill
  document.addEventListener("keydown", listen)
  return () => document.removeEventListener("keydown", listen)
}
