using Fulcrum.Models.Generation.Json;

namespace Fulcrum.Models.Generation;

/// <summary>
/// How text is generated. The defaults are greedy: always the most probable token. What is set applies in the order of
/// Hugging Face transformers (<c>GenerationMixin._get_logits_processor</c>): repetition penalty, constraint, temperature,
/// top-k, top-p, min-p; each sees what the ones before it left.
/// </summary>
public sealed record GenerationSettings
{
    /// <summary>Tokens written, at most.</summary>
    public int MaxTokens { get; init; } = 64;

    /// <summary>Logits are divided by it before sampling; 0 takes the most probable token.</summary>
    public double Temperature { get; init; }

    /// <summary>Only the most probable tokens that together reach this probability are sampled (arXiv:1904.09751); 1 for all.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>Only so many of the most probable tokens are sampled, and those as probable as the last of them; 0 for all.</summary>
    public int TopK { get; init; }

    /// <summary>Only tokens that are at least this fraction as probable as the most probable one are sampled (arXiv:2407.01082); 0 for all.</summary>
    public double MinP { get; init; }

    /// <summary>
    /// Logits of tokens that stand in the prompt or were written are divided by it where positive and multiplied by it where
    /// negative (CTRL, arXiv:1909.05858); 1 for none.
    /// </summary>
    public double RepetitionPenalty { get; init; } = 1;

    /// <summary>Seed of the sampling. What a prompt gives depends on it and on the prompt's place, not on how prompts are batched.</summary>
    public int Seed { get; init; }

    /// <summary>Texts that end the writing and are not part of what is written.</summary>
    public IReadOnlyList<string> StopStrings { get; init; } = [];

    /// <summary>
    /// With it each token's log-probability is told, and those of so many of the most probable tokens beside it: the model's
    /// own, before anything above changes them.
    /// </summary>
    public int? TopLogProbabilities { get; init; }

    /// <summary>What is written has to be JSON of a schema; null for any text.</summary>
    public JsonConstraint? Constraint { get; init; }
}
