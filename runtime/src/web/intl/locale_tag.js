// Which objects are Intl.Locale's, and their tags: apart from the class, so that most rooms need not load it.

export const tags = new WeakMap();
