// What is wrong with the page as it stands, in words. Returns a list of strings.
// Asks for what axe does not: one h1, a title, a language, labels that can be seen, focus that can be seen, no motion
// for those who asked for none.
() => {
  const problems = [];
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
  const tag = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 140);
  const expect = (holds, problem) => { if (!holds) problems.push(problem); };

  const headings = [...document.querySelectorAll("h1")].filter(shown);
  expect(headings.length === 1, `${headings.length} h1`);
  expect(headings.every((heading) => heading.textContent.trim()), "an empty h1");
  expect(document.documentElement.lang, "no lang");
  expect(document.title.trim(), "no title");

  for (const field of document.querySelectorAll("input:not([type=hidden], [type=submit], [type=button]), select, textarea")) {
    const named = field.labels.length || field.ariaLabel || field.getAttribute("aria-labelledby");
    expect(named || !shown(field), `no label: ${tag(field)}`);
    const wrong = field.matches(".is-invalid") && shown(field);
    expect(!wrong || field.getAttribute("aria-invalid") === "true", `an error that is not announced: ${tag(field)}`);
    if (field.type === "radio") {
      const group = field.closest("fieldset, [role=radiogroup], [role=group]");
      expect(group, `a choice without its question: ${tag(field)}`);
    }
  }

  const shadow = (element) => getComputedStyle(element).boxShadow;
  const outlined = (element) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  };
  const reachable = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  for (const element of document.querySelectorAll(reachable)) {
    if (!shown(element) || element.disabled) continue;
    const before = shadow(element);
    element.focus({ preventScroll: true });
    expect(document.activeElement === element, `can't be focused: ${tag(element)}`);
    expect(outlined(element) || shadow(element) !== before, `focus can't be seen: ${tag(element)}`);
  }
  document.activeElement?.blur();

  for (const element of document.querySelectorAll("*")) {
    for (const part of [null, "::before", "::after"]) {
      const { animationName, animationDuration, transitionDuration } = getComputedStyle(element, part);
      const moves = (animationName !== "none" && animationDuration !== "0s") || transitionDuration.split(", ").some((time) => time !== "0s");
      expect(!moves, `moves, though asked not to: ${tag(element)} ${part ?? ""}`);
    }
  }
  return [...new Set(problems)].slice(0, 30);
}
