// Short names that every script of ours begins with.
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const on = (target, names, act, options) => names.split(" ").forEach((name) => target.addEventListener(name, act, options));
const after = (wait, act) => { let timer; return (...given) => { clearTimeout(timer); timer = setTimeout(() => act(...given), wait); }; };
