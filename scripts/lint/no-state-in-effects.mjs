// A lint rule: an effect touches the world outside of Svelte, and assigns no state. What follows from other state is
// derived; what follows from an event happens in the method that is called for it.

const runes = /^\$(state|derived|props)$/;
/** What elements and the document are told. */
const ofThePage = new Set(['scrollTop', 'title']);

/** @type {import('eslint').Rule.RuleModule} */
export const noStateInEffects = {
  meta: {
    type: 'problem',
    docs: { description: 'Effects do not assign state.' },
    messages: { state: 'An effect does not assign state: derive it, or do it in the method that causes it.' },
    schema: [],
  },
  create(context) {
    const effects = [];
    return {
      CallExpression(node) {
        if (isEffect(node)) effects.push(node);
      },
      'CallExpression:exit'(node) {
        if (effects.at(-1) === node) effects.pop();
      },
      'AssignmentExpression, UpdateExpression'(node) {
        const effect = effects.at(-1);
        if (!effect) return;
        for (const target of targetsOf(node.left ?? node.argument))
          if (isState(target, effect, context.sourceCode.getScope(node))) context.report({ node, messageId: 'state' });
      },
    };
  },
};

function isEffect({ callee }) {
  return callee.name === '$effect' || callee.object?.name === '$effect';
}

function targetsOf(left) {
  switch (left.type) {
    case 'ArrayPattern':
      return left.elements.filter(Boolean).flatMap(targetsOf);
    case 'ObjectPattern':
      return left.properties.flatMap((property) => targetsOf(property.value ?? property.argument));
    case 'AssignmentPattern':
      return targetsOf(left.left);
    default:
      return [left];
  }
}

function isState(target, effect, scope) {
  if (target.type === 'MemberExpression')
    return !ofThePage.has(target.property.name) && !isLocal(rootOf(target), effect, scope);
  const definition = definitionOf(target.name, scope);
  const made = definition?.node.init;
  return runes.test(made?.callee?.name ?? made?.callee?.object?.name ?? '');
}

function rootOf(member) {
  let root = member;
  while (root.type === 'MemberExpression') root = root.object;
  return root;
}

/** Made within the effect itself. */
function isLocal(root, effect, scope) {
  const name = definitionOf(root.name, scope)?.name;
  return name !== undefined && effect.range[0] <= name.range[0] && name.range[1] <= effect.range[1];
}

function definitionOf(name, scope) {
  for (let at = scope; at; at = at.upper) {
    const variable = at.set.get(name);
    if (variable) return variable.defs[0];
  }
  return undefined;
}
