// Trusted Types: what becomes part of a page may mark up, but not run anything. The first module of every page.
const active = "script:not([type='application/json']), iframe, object, embed, base, meta[http-equiv], link, style";
const addresses = ["href", "src", "action", "formaction", "xlink:href"];

const ours = (address) => {
  const url = new URL(address, document.baseURI);
  return url.origin === location.origin && (url.protocol === "blob:" || url.pathname.startsWith("/static/"));
};

// A whole page comes with the styles and scripts that this page has as well.
const known = (element) => (element.localName === "script" && element.hasAttribute("src") && !element.textContent
    && ours(element.getAttribute("src")))
  || (element.localName === "link" && ours(element.getAttribute("href") ?? ""));

const risky = (element) => (element.matches(active) && !known(element))
  || [...element.attributes].some(({ name, value }) => /^on/i.test(name)
    || (addresses.includes(name.toLowerCase()) && /^[\s\0-\x1f]*(javascript|vbscript|data:text)/i.test(value)));

if (window.trustedTypes?.createPolicy) {
  // Only for looking at a text in a document where nothing runs and nothing is loaded.
  const looking = window.trustedTypes.createPolicy("heli", { createHTML: (text) => text });

  const harmless = (text) => {
    const page = new DOMParser().parseFromString(looking.createHTML(`<template>${text}</template>`), "text/html");
    const parts = [page, page.querySelector("template").content];
    return !parts.some((part) => [...part.querySelectorAll("*")].some(risky));
  };

  window.trustedTypes.createPolicy("default", {
    createHTML: (text) => (harmless(text) ? text : null),
    // The worker of the whole site must lie at its root.
    createScriptURL: (address) => (ours(address) || address === document.body?.dataset.worker ? address : null),
  });
}
