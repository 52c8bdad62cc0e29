using Fulcrum.Ladder.Rungs;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Generation;
using Fulcrum.Models.Generation.Json;
using Fulcrum.Models.Tokenization;

namespace Fulcrum.Rungs.Prompting;

/// <summary>Answers by letting the model write, greedily, and reading what it wrote.</summary>
/// <param name="decoder">The model.</param>
/// <param name="tokenizer">Its tokenizer.</param>
/// <param name="formatter">The prompt.</param>
/// <param name="constraint">Holds the model to the answers; null to let it write what it likes.</param>
internal sealed class GenerationPredictor(
    Decoder decoder, Tokenizer tokenizer, IPromptFormatter formatter, JsonConstraint? constraint) : IPredictor
{
    private readonly GenerationSettings _settings = new() { MaxTokens = formatter.AnswerTokens, Constraint = constraint };
    private readonly TextGenerator _generator = new(decoder, tokenizer);

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes => formatter.PredictionNotes;

    /// <inheritdoc/>
    public void Predict(IReadOnlyList<TaskInput> inputs, Action<Answer> answered, CancellationToken cancellationToken)
    {
        var batch = PromptBatch.Create(inputs, formatter.Format, cancellationToken);
        _generator.Generate(
            [.. batch.Prompts.Select(prompt => prompt.Tokens)],
            _settings,
            text => answered(batch.Complete(text.Index, new Answer(text.Index, text.Milliseconds)
            {
                Labels = formatter.Style.Read(text.Text), Raw = text.Text, GeneratedTokens = text.Tokens.Count,
            })),
            cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _generator.Dispose();
}
