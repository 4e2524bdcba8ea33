// What can be said of a card before anybody is asked about it.

const brands = [
  { name: "amex", starts: /^3[47]/, lengths: [15], cvcLength: 4, groups: [4, 6, 5] },
  { name: "diners", starts: /^3(0[0-5]|[689])/, lengths: [14, 16], cvcLength: 3, groups: [4, 6, 6] },
  { name: "jcb", starts: /^35/, lengths: [16], cvcLength: 3, groups: [4, 4, 4, 4] },
  { name: "visa", starts: /^4/, lengths: [16], cvcLength: 3, groups: [4, 4, 4, 4] },
  { name: "mastercard", starts: /^(5[1-5]|2[2-7])/, lengths: [16], cvcLength: 3, groups: [4, 4, 4, 4] },
  { name: "discover", starts: /^6(011|4[4-9]|5)/, lengths: [16], cvcLength: 3, groups: [4, 4, 4, 4] },
  { name: "unionpay", starts: /^62/, lengths: [16, 17, 18, 19], cvcLength: 3, groups: [4, 4, 4, 4, 3] },
];
const unknownBrand = { name: "unknown", lengths: [16], cvcLength: 3, groups: [4, 4, 4, 4] };

const problems = {
  incomplete_number: "Your card number is incomplete.",
  invalid_number: "Your card number is invalid.",
  incomplete_expiry: "Your card’s expiration date is incomplete.",
  invalid_expiry_month_past: "Your card’s expiration date is in the past.",
  invalid_expiry_year_past: "Your card’s expiration year is in the past.",
  incomplete_cvc: "Your card’s security code is incomplete.",
};

const digitsOf = (text) => text.replace(/\D/g, "");

const brandOf = (digits) => brands.find((brand) => brand.starts.test(digits)) ?? unknownBrand;

function hasValidCheckDigit(digits) {
  const sum = [...digits].reverse().reduce((total, character, position) => {
    const weighted = Number(character) * (position % 2 === 0 ? 1 : 2);
    return total + (weighted > 9 ? weighted - 9 : weighted);
  }, 0);
  return sum % 10 === 0;
}

function formatNumber(text) {
  const brand = brandOf(digitsOf(text));
  const digits = digitsOf(text).slice(0, Math.max(...brand.lengths));
  const groups = [];
  let start = 0;
  for (const length of brand.groups) {
    groups.push(digits.slice(start, start + length));
    start += length;
  }

  return groups.filter((group) => group).join(" ");
}

/** Takes 1/34, 01/2034 and 0134, as people and browsers write it. */
function formatExpiry(text) {
  const [typedMonth, typedYear] = text.includes("/") ? text.split("/") : [text, ""];
  const month = digitsOf(typedMonth);
  if (text.includes("/")) {
    const year = digitsOf(typedYear);
    return `${month.padStart(2, "0").slice(-2)} / ${year.length > 2 ? year.slice(-2) : year}`;
  }

  const digits = Number(month[0]) > 1 ? `0${month}` : month;
  return digits.length > 2 ? `${digits.slice(0, 2)} / ${digits.slice(2, 4)}` : digits;
}

function expiryOf(text) {
  const match = /^(\d{2}) \/ (\d{2})$/.exec(text);
  return match ? { month: Number(match[1]), year: 2000 + Number(match[2]) } : null;
}

const check = {
  number(text) {
    const digits = digitsOf(text);
    return !brandOf(digits).lengths.includes(digits.length) ? "incomplete_number"
      : hasValidCheckDigit(digits) ? null
      : "invalid_number";
  },

  expiry(text) {
    const expiry = expiryOf(text);
    if (!expiry || expiry.month < 1 || expiry.month > 12) {
      return "incomplete_expiry";
    }

    const now = new Date();
    return expiry.year < now.getFullYear() ? "invalid_expiry_year_past"
      : expiry.year === now.getFullYear() && expiry.month < now.getMonth() + 1 ? "invalid_expiry_month_past"
      : null;
  },

  cvc(text, number) {
    return digitsOf(text).length === brandOf(digitsOf(number)).cvcLength ? null : "incomplete_cvc";
  },
};

const validationError = (code) => ({ type: "validation_error", code, message: problems[code] });
