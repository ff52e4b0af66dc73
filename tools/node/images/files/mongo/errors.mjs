/** An error as a client reads it. */
export const refuse = (code, codeName, text) => Object.assign(new Error(text), { code, codeName });
