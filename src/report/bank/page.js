"use strict";
const form = document.querySelector("form");
const text = document.getElementById("text");
const value = document.getElementById("value");
const seen = document.getElementById("seen");
const stories = new Map();
for (const article of document.querySelectorAll("article[data-story]")) {
  stories.set(article.dataset.story, {
    text: article.textContent.toLowerCase(),
    values: (article.dataset.values || "").split(" "),
  });
}
function filter() {
  const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = new Set();
  for (const [number, story] of stories) {
    const fits = words.every((word) => story.text.includes(word));
    if (fits && (value.value === "" || story.values.includes(value.value))) shown.add(number);
  }
  for (const element of document.querySelectorAll("[data-story]")) {
    element.hidden = !shown.has(element.dataset.story);
  }
  seen.textContent = shown.size === stories.size ? stories.size + " shown" : shown.size + " of " + stories.size + " shown";
}
form.hidden = false;
form.addEventListener("submit", (event) => event.preventDefault());
text.addEventListener("input", filter);
value.addEventListener("change", filter);
filter();
