using Fulcrum.Ladder.Rungs;
using Fulcrum.Models;

namespace Fulcrum.Rungs.Prompting;

/// <summary>
/// How long the texts in prompts may be. A text is cut at <c>max_tokens</c>, which is a choice of speed that the result tells;
/// a prompt that is then still too long for the model is an error, unless its text may be cut for that too.
/// </summary>
internal sealed record TextLimits
{
    /// <summary>Where <c>max_tokens</c> is not set.</summary>
    public const int DefaultMaxTokens = 256;

    /// <summary>Tokens of a text beyond which it is cut, whatever room there is.</summary>
    public int MaxTokens { get; init; } = DefaultMaxTokens;

    /// <summary>Tokens that a prompt and its answer may have together.</summary>
    public int ContextLength { get; init; } = int.MaxValue;

    /// <summary>Which part is left of a text that is cut, the head where this is null. Then a prompt without room in the context is an error, and its text is not cut for that.</summary>
    public TruncationSide? Truncate { get; init; }

    /// <summary>The limits of a trial with a model.</summary>
    public static TextLimits Of(FitContext context, LanguageModel model, int maxTokens) =>
        new() { MaxTokens = maxTokens, ContextLength = model.Configuration.ContextLength, Truncate = context.Truncate };
}
