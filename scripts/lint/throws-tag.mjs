// A lint rule: what a function throws is said in one way, `@throws NameOfTheError …`, so that it can be searched for.

/** An error in prose, without a tag. */
const prose = /(?<!@)\b[Tt]hrows (?:an? )?[A-Z]\w*Error\b/;
/** A tag without a class. */
const nameless = /@throws(?! [A-Z]\w+)/;

/** @type {import('eslint').Rule.RuleModule} */
export const throwsTag = {
  meta: {
    type: 'suggestion',
    docs: { description: 'What is thrown is said as `@throws NameOfTheError …`.' },
    messages: { tag: 'Say what is thrown as `@throws NameOfTheError …`: a tag, then the name of the class.' },
    schema: [],
  },
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments())
          if (prose.test(comment.value) || nameless.test(comment.value))
            context.report({ loc: comment.loc, messageId: 'tag' });
      },
    };
  },
};
