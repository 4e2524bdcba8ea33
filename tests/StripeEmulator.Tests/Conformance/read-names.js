// Writes stripe-names.json: the names of fields, operations and parameters in the types of the npm package "stripe".
// README.md beside it says how to run it.
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const [, , modules, output] = process.argv;
if (!output) {
    console.error("usage: node read-names.js <folder with stripe and typescript> <file to write>");
    process.exit(1);
}

const ts = require(path.join(path.resolve(modules), "typescript"));
const packageFolder = path.join(path.resolve(modules), "stripe");
const resourceFolder = path.join(packageFolder, "cjs", "resources");

// What the emulator has, by the value of the field "object": the type in its file, and what else answers may be.
const resources = [
    ["account", "Accounts", "Account"],
    ["balance", "Balance", "Balance"],
    ["balance_transaction", "BalanceTransactions", "BalanceTransaction"],
    ["billing_portal.configuration", "BillingPortal/Configurations", "Configuration"],
    ["billing_portal.session", "BillingPortal/Sessions", "Session"],
    ["charge", "Charges", "Charge"],
    ["checkout.session", "Checkout/Sessions", "Session"],
    ["coupon", "Coupons", "Coupon", "DeletedCoupon"],
    ["customer", "Customers", "Customer", "DeletedCustomer"],
    ["discount", "Discounts", "Discount", "DeletedDiscount"],
    ["dispute", "Disputes", "Dispute"],
    ["event", "Events", "EventBase"],
    ["invoice", "Invoices", "Invoice", "DeletedInvoice"],
    ["invoice_payment", "InvoicePayments", "InvoicePayment"],
    ["invoiceitem", "InvoiceItems", "InvoiceItem", "DeletedInvoiceItem"],
    ["item", "LineItems", "LineItem"],
    ["line_item", "InvoiceLineItems", "InvoiceLineItem"],
    ["payment_intent", "PaymentIntents", "PaymentIntent"],
    ["payment_method", "PaymentMethods", "PaymentMethod"],
    ["plan", "Plans", "Plan", "DeletedPlan"],
    ["price", "Prices", "Price"],
    ["product", "Products", "Product", "DeletedProduct"],
    ["promotion_code", "PromotionCodes", "PromotionCode"],
    ["radar.early_fraud_warning", "Radar/EarlyFraudWarnings", "EarlyFraudWarning"],
    ["refund", "Refunds", "Refund"],
    ["setup_attempt", "SetupAttempts", "SetupAttempt"],
    ["setup_intent", "SetupIntents", "SetupIntent"],
    ["subscription", "Subscriptions", "Subscription"],
    ["subscription_item", "SubscriptionItems", "SubscriptionItem", "DeletedSubscriptionItem"],
    ["test_helpers.test_clock", "TestHelpers/TestClocks", "TestClock", "DeletedTestClock"],
    ["token", "Tokens", "Token"],
    ["webhook_endpoint", "WebhookEndpoints", "WebhookEndpoint", "DeletedWebhookEndpoint"],
];

// Of the many kinds of payment methods only these are looked into.
const methodsKept = new Set(["card", "us_bank_account"]);

// A platform's work on other accounts, which the emulator has none of.
const leftOut = new Map([["account", name => !["retrieve", "retrieveCurrent"].includes(name)]]);

// Of a parameter with many values, such as countries, a few are enough to try.
const valuesMax = 12;

// How deep a parameter's parts are listed: items[0][price_data][recurring] is of depth three.
const depthMax = 3;

const program = ts.createProgram(
    resources.map(([, file]) => path.join(resourceFolder, `${file}.d.ts`)),
    { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16, target: ts.ScriptTarget.ES2022, strict: true, noEmit: true });
const checker = program.getTypeChecker();

const methodTypes = methodNames();
const rootNames = new Map();
const types = {};
const waiting = [];

for (const [object, file, ...names] of resources) {
    rootNames.set(object, names.map(name => queue(declared(file, name))));
}

while (waiting.length > 0) {
    const type = waiting.pop();
    types[nameOf(type.symbol)] = fieldsOf(type);
}

const answer = {
    package: `stripe ${JSON.parse(fs.readFileSync(path.join(packageFolder, "package.json"), "utf8")).version}`,
    resources: resources.map(([object, file]) => ({ object, types: rootNames.get(object), operations: operationsOf(file, leftOut.get(object)) })),
    types: sorted(types),
};
fs.writeFileSync(output, lines(answer));

function sourceOf(file) {
    return program.getSourceFile(path.join(resourceFolder, `${file}.d.ts`));
}

function exportsOf(file) {
    return checker.getExportsOfModule(checker.getSymbolAtLocation(sourceOf(file)));
}

function declared(file, name) {
    const symbol = exportsOf(file).find(candidate => candidate.name === name);
    if (!symbol) {
        throw new Error(`${file}.d.ts has no ${name}.`);
    }

    return checker.getDeclaredTypeOfSymbol(symbol);
}

// "Charge.PaymentMethodDetails.Card"; types of a folder have its name before them, as in "Checkout.Session".
function nameOf(symbol) {
    const parent = symbol.parent;
    if (parent && !(parent.flags & ts.SymbolFlags.ValueModule && parent.name.startsWith("\""))) {
        return `${nameOf(parent)}.${symbol.name}`;
    }

    const folder = path.relative(resourceFolder, path.dirname(symbol.declarations[0].getSourceFile().fileName));
    return folder && !folder.startsWith("..") ? `${folder.replaceAll(path.sep, ".")}.${symbol.name}` : symbol.name;
}

function queue(type) {
    const name = nameOf(type.symbol);
    if (!(name in types)) {
        types[name] = null;
        waiting.push(type);
    }

    return name;
}

// A field's name ends in "?" when it may be missing; its value names the types that it holds, if it holds objects. An "@" before them
// says that it is an id unless somebody expands it.
function fieldsOf(type) {
    const fields = {};
    for (const property of propertiesOf(type)) {
        const fieldType = checker.getTypeOfSymbol(property);
        if (!isVoid(fieldType)) {
            const types = [...new Set(held(fieldType))].join("|");
            fields[property.name + (property.flags & ts.SymbolFlags.Optional ? "?" : "")] = isReference(fieldType) ? `@${types}` : types;
        }
    }

    return fields;
}

function propertiesOf(type) {
    const properties = checker.getPropertiesOfType(type);
    const methods = properties.filter(property => methodTypes.has(property.name));
    return methods.length < 5 ? properties : properties.filter(property => !methodTypes.has(property.name) || methodsKept.has(property.name));
}

function isVoid(type) {
    return partsOf(type).every(part => part.flags & (ts.TypeFlags.Void | ts.TypeFlags.Undefined));
}

function partsOf(type) {
    return type.isUnion() ? type.types : [type];
}

function held(type) {
    return partsOf(type).filter(part => part.flags & ts.TypeFlags.Object).flatMap(part => {
        const element = elementOf(part);
        if (element) {
            return held(element);
        }

        if (part.getStringIndexType() || isDecimal(part) || checker.getPropertiesOfType(part).length === 0) {
            return [];
        }

        if (!isReference(type)) {
            return [queue(part)];
        }

        // Another resource, named by its id or expanded: only those that the emulator has are of interest.
        const name = nameOf(part.symbol);
        return [...rootNames.values()].some(names => names.includes(name)) || isRootToCome(name) ? [name] : [];
    });
}

function isReference(type) {
    const parts = partsOf(type);
    return parts.some(part => part.flags & ts.TypeFlags.String)
        && parts.some(part => part.flags & ts.TypeFlags.Object && !elementOf(part) && checker.getPropertyOfType(part, "id"));
}

function isRootToCome(name) {
    return resources.some(([, file, ...names]) => {
        const folder = path.dirname(file);
        return names.some(root => name === (folder === "." ? root : `${folder}.${root}`));
    });
}

function elementOf(type) {
    const isList = checker.isArrayType(type) || ["ApiList", "ApiSearchResult"].includes(type.symbol?.name);
    return isList ? checker.getTypeArguments(type)[0] : undefined;
}

function isDecimal(type) {
    return type.symbol?.name === "Decimal";
}

function methodNames() {
    const method = declared("PaymentMethods", "PaymentMethod");
    const type = checker.getTypeOfSymbol(method.getProperty("type"));
    return new Set(partsOf(type).filter(part => part.isStringLiteral()).map(part => part.value));
}

function operationsOf(file, isLeftOut = () => false) {
    const resource = exportsOf(file).find(symbol => symbol.name.endsWith("Resource") && symbol.flags & ts.SymbolFlags.Class);
    if (!resource) {
        return [];
    }

    const routes = routesOf(file);
    return checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(resource))
        .filter(member => routes.has(member.name) && !isLeftOut(member.name))
        .map(member => ({ name: member.name, ...routes.get(member.name), parameters: parametersOf(member) }));
}

// The declarations say nothing of method and path, the code does.
function routesOf(file) {
    const code = fs.readFileSync(path.join(resourceFolder, `${file}.js`), "utf8");
    const routes = new Map();
    let name = null;
    for (const line of code.split("\n")) {
        name = /^ {4}(?:async )?(\w+)\(.*\) \{$/.exec(line)?.[1] ?? name;
        const request = /_makeRequest\('(\w+)', (['`])(\/v1\/.*?)\2/.exec(line);
        if (request && !routes.has(name)) {
            routes.set(name, { method: request[1], path: request[3].replace(/\$\{encodeURIComponent\((\w+)\)\}/g, "{$1}") });
        }
    }

    return routes;
}

function parametersOf(member) {
    const signatures = checker.getTypeOfSymbol(member).getCallSignatures();
    const parameters = signatures.flatMap(signature => signature.getParameters()).find(parameter => parameter.name === "params");
    return parameters ? partsOfSet(checker.getNonNullableType(checker.getTypeOfSymbol(parameters)), 1) : {};
}

// A name ends in "!" when it must be given.
function partsOfSet(type, depth) {
    const set = {};
    for (const property of propertiesOf(type).filter(candidate => candidate.name !== "expand")) {
        const kind = kindOf(checker.getTypeOfSymbol(property), depth);
        set[property.name + (property.flags & ts.SymbolFlags.Optional ? "" : "!")] = kind;
    }

    return set;
}

// "text", "number", "flag", "map", a list of values, or a set; what may be a list of these stands in { "list": … }.
function kindOf(type, depth) {
    const parts = partsOf(type).filter(part =>
        !(part.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) && !(part.isStringLiteral() && part.value === ""));
    const values = parts.filter(part => part.isStringLiteral()).map(part => part.value);
    if (values.length > 0) {
        const methods = values.filter(value => methodTypes.has(value));
        return (methods.length < 5 ? values : values.filter(value => methodsKept.has(value))).slice(0, valuesMax);
    }

    if (parts.some(part => part.flags & ts.TypeFlags.NumberLike || isDecimal(part))) {
        return "number";
    }

    if (parts.some(part => part.flags & ts.TypeFlags.BooleanLike)) {
        return "flag";
    }

    const object = parts.find(part => part.flags & ts.TypeFlags.Object);
    if (!object) {
        return "text";
    }

    const element = elementOf(object);
    if (element) {
        return { list: kindOf(element, depth) };
    }

    if (object.getStringIndexType() || object.symbol?.name === "MetadataParam") {
        return "map";
    }

    return depth < depthMax ? { set: partsOfSet(object, depth + 1) } : { set: {} };
}

function sorted(map) {
    return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

// One operation or type a line, so that a newer package shows as a readable difference.
function lines(names) {
    const operation = entry => `        ${JSON.stringify(entry)}`;
    const resource = entry => `    {
      "object": ${JSON.stringify(entry.object)},
      "types": ${JSON.stringify(entry.types)},
      "operations": [${entry.operations.length === 0 ? "" : `\n${entry.operations.map(operation).join(",\n")}\n      `}]
    }`;
    const type = ([name, fields]) => `    ${JSON.stringify(name)}: ${JSON.stringify(fields)}`;
    return `{
  "package": ${JSON.stringify(names.package)},
  "resources": [
${names.resources.map(resource).join(",\n")}
  ],
  "types": {
${Object.entries(names.types).map(type).join(",\n")}
  }
}
`;
}
