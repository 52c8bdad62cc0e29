namespace Fulcrum.Models.Generation;

/// <summary>How text is generated. The defaults are greedy: always the most probable token.</summary>
public sealed record GenerationSettings
{
    /// <summary>Tokens written, at most.</summary>
    public int MaxTokens { get; init; } = 64;

    /// <summary>Logits are divided by it before sampling; 0 takes the most probable token.</summary>
    public double Temperature { get; init; }

    /// <summary>Only the most probable tokens that together reach this probability are sampled (arXiv:1904.09751); 1 for all.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>Only so many of the most probable tokens are sampled; 0 for all.</summary>
    public int TopK { get; init; }

    /// <summary>Seed of the sampling. What a prompt gives depends on it and on the prompt's place, not on how prompts are batched.</summary>
    public int Seed { get; init; }

    /// <summary>Texts that end the writing and are not part of what is written.</summary>
    public IReadOnlyList<string> StopStrings { get; init; } = [];
}
