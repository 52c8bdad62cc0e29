using Fulcrum.Data;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Generation;
using Fulcrum.Models.Generation.Json;
using Fulcrum.Models.Tokenization;
using Fulcrum.Rungs.Answers;

namespace Fulcrum.Rungs.Prompting;

/// <summary>Classifies by letting the model write, greedily, and reading its answer.</summary>
/// <param name="decoder">The model.</param>
/// <param name="tokenizer">Its tokenizer.</param>
/// <param name="formatter">The prompt.</param>
/// <param name="parser">Reads the answers.</param>
/// <param name="constraint">Holds the model to the answers; null to let it write what it likes.</param>
internal sealed class GenerationClassifier(
    Decoder decoder, Tokenizer tokenizer, IPromptFormatter formatter, AnswerParser parser, JsonConstraint? constraint) : ITextClassifier
{
    private readonly GenerationSettings settings = new() { MaxTokens = formatter.AnswerTokens, Constraint = constraint };
    private readonly TextGenerator generator = new(decoder, tokenizer);

    /// <inheritdoc/>
    public void Classify(IReadOnlyList<Example> examples, Action<Classification> classified, CancellationToken cancellationToken)
    {
        var prompts = examples.Select(example => formatter.Format(example.Text)).ToArray();
        generator.Generate([.. prompts.Select(prompt => prompt.Tokens)], settings, Tell, cancellationToken);

        void Tell(GeneratedText text) => classified(
            new Classification(examples[text.Index], parser.Parse(text.Text), prompts[text.Index], text.Milliseconds)
            {
                Raw = text.Text, GeneratedTokens = text.Tokens.Count,
            });
    }

    /// <inheritdoc/>
    public void Dispose() => generator.Dispose();
}
