using Fulcrum.Data;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Models.Encoders;
using Fulcrum.Rungs.Prompting;

namespace Fulcrum.Rungs.Tuned;

/// <summary>How a tuned encoder reads texts: its part of <c>predictor.json</c>.</summary>
internal sealed record EncoderRecord
{
    /// <summary>Tokens of a text beyond which it is cut.</summary>
    public required int MaxTokens { get; init; }

    /// <summary>Which part is kept of a text beyond the model's context; <see langword="null"/>: such a text is an error.</summary>
    public TruncationSide? Truncate { get; init; }

    /// <summary>Seed of the weights that the base model has not (a pooler), which adapters were trained beside.</summary>
    public int Seed { get; init; }

    /// <summary>The token ids of a text.</summary>
    /// <exception cref="InputException">It is longer than the model takes, and may not be cut for that.</exception>
    public FormattedPrompt Tokenize(EncoderModel model, string text)
    {
        if (Check(model, text) is { } error) throw new InputException(error);
        var (ids, wasCut) = model.Tokenize(text, Math.Min(MaxTokens, model.Configuration.ContextLength), Truncate == TruncationSide.Tail);
        return new FormattedPrompt(ids, wasCut);
    }

    /// <summary>Where <c>max_tokens</c> is beyond the context, a text may be too: that is an error unless it may be cut.</summary>
    public InputError? Check(EncoderModel model, string text)
    {
        var limit = model.Configuration.ContextLength;
        if (Truncate is not null || MaxTokens <= limit) return null;
        var tokens = model.Tokenize(text, int.MaxValue).Ids.Length;
        return tokens <= limit ? null : new InputError($"The text has {tokens} tokens, but the model takes {limit}.")
        {
            Remedy = "Cut long texts with --truncate head or --truncate tail, or with max_tokens of the rung.",
        };
    }
}
