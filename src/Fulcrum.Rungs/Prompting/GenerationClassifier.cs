using Fulcrum.Data;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Generation;
using Fulcrum.Models.Tokenization;

namespace Fulcrum.Rungs.Prompting;

/// <summary>Classifies by letting the model write, greedily, and reading its answer.</summary>
/// <param name="decoder">The model.</param>
/// <param name="tokenizer">Its tokenizer.</param>
/// <param name="formatter">The prompt.</param>
/// <param name="parser">Reads the answers.</param>
internal sealed class GenerationClassifier(Decoder decoder, Tokenizer tokenizer, IPromptFormatter formatter, AnswerParser parser) : ITextClassifier
{
    /// <summary>Room for a few words before or after the answer.</summary>
    private const int Slack = 12;

    /// <summary>Texts between two looks at the budget.</summary>
    private const int Run = 32;

    private readonly GenerationSettings settings = new() { MaxTokens = formatter.Continuations.Max(answer => answer.Length) + Slack };
    private readonly TextGenerator generator = new(decoder, tokenizer);

    /// <inheritdoc/>
    public void Classify(
        IReadOnlyList<Example> examples, Action<Classification> classified, Func<bool>? stop, CancellationToken cancellationToken)
    {
        foreach (var run in examples.Chunk(Run))
        {
            if (stop?.Invoke() == true) return;
            var prompts = run.Select(example => formatter.Format(example.Text)).ToArray();
            generator.Generate([.. prompts.Select(prompt => prompt.Tokens)], settings, Tell, null, cancellationToken);

            void Tell(GeneratedText text) => classified(
                new Classification(run[text.Index], parser.Parse(text.Text), prompts[text.Index], text.Milliseconds)
                {
                    Raw = text.Text, GeneratedTokens = text.Tokens.Count,
                });
        }
    }
}
