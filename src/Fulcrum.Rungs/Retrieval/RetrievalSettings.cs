using Fulcrum.Ladder.Rungs.Settings;
using Fulcrum.Rungs.Prompting;

namespace Fulcrum.Rungs.Retrieval;

/// <summary>What can be set of the retrieval rung.</summary>
internal sealed record RetrievalSettings : PromptSettings
{
    /// <inheritdoc/>
    /// <remarks>Every text brings all its examples through the model, so they are cut shorter than elsewhere.</remarks>
    public override int MaxTokens { get; init; } = 128;

    /// <summary>Examples shown in the prompt.</summary>
    [AtLeast(0)]
    public int Shots { get; init; } = 8;

    /// <summary>Folder of the embedding model that finds the examples; TF-IDF finds them where this is not set and no --model is one.</summary>
    public EncoderSetting? Embeddings { get; init; }
}
