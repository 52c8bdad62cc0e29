namespace Fulcrum.Models.Embeddings;

/// <summary>A model that turns each text into one vector. Used from one thread.</summary>
public interface ITextEmbedder : IDisposable
{
    /// <summary>Length of an embedding.</summary>
    int Dimensions { get; }

    /// <summary>Tokens of a text that the model was made for, special ones included: its embeddings are good of as many.</summary>
    int MaxTokens { get; }

    /// <summary>Tokens that the model reads at most, special ones included.</summary>
    int ContextLength { get; }

    /// <summary>Number of the model's parameters.</summary>
    long ParameterCount { get; }

    /// <summary>What the user should know of this model before trusting it, e.g. weights that are not numbers; often empty.</summary>
    IReadOnlyList<string> Warnings { get; }

    /// <summary>The token ids of a text as the model reads it, the text cut where they are too many.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxTokens">Tokens at most, the special ones included.</param>
    /// <param name="keepEnd">Whether what is cut off is the beginning of the text.</param>
    /// <returns>The ids, at least one, and whether the text was cut.</returns>
    (int[] Ids, bool WasCut) Tokenize(string text, int maxTokens, bool keepEnd);

    /// <summary>Embeds texts in one batch.</summary>
    /// <param name="rows">The token ids of each; none empty.</param>
    /// <returns>One vector of <see cref="Dimensions"/> for each, in their order.</returns>
    float[][] Embed(IReadOnlyList<int[]> rows);
}
