using System.Security.Cryptography;
using System.Text;
using Fulcrum.Data;
using Fulcrum.Ladder.Rungs;
using Fulcrum.Models.Devices;
using Fulcrum.Models.Embeddings;
using Fulcrum.Models.Quantization;

namespace Fulcrum.Rungs.Head;

/// <summary>How texts become features: the rung's part of <c>predictor.json</c>.</summary>
internal sealed record HeadRecord
{
    /// <summary>Where <c>max_tokens</c> is not set.</summary>
    private const int DefaultMaxTokens = 256;

    /// <summary>Raised whenever the features of the same text by the same model become others: those in the cache are then not used.</summary>
    private const int Computation = 1;

    /// <summary>What is made of a model's states.</summary>
    public required Pooling Pooling { get; init; }

    /// <summary>Tokens of a text beyond which it is cut; <see langword="null"/>: 256, or what the model was made for if that is less.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Which part is kept of a text that is cut, the head where this is <see langword="null"/>. Then a text beyond the model's context is an error where <see cref="MaxTokens"/> is beyond it.</summary>
    public TruncationSide? Truncate { get; init; }

    /// <summary>How the weights of a decoder are kept in memory.</summary>
    public WeightPrecision Precision { get; init; }

    /// <summary>The token ids of a text.</summary>
    public (int[] Ids, bool WasCut) Tokenize(ITextEmbedder model, string text) => model.Tokenize(text, Limit(model), Truncate == TruncationSide.Tail);

    /// <summary>What is wrong with a text that is too long for the model and may not be cut for that; otherwise <see langword="null"/>.</summary>
    public InputError? Check(ITextEmbedder model, string text)
    {
        if (Truncate is not null || MaxTokens is not { } most || most <= model.ContextLength) return null;
        var tokens = model.Tokenize(text, int.MaxValue, keepEnd: false).Ids.Length;
        return tokens <= model.ContextLength ? null : new InputError($"The text has {tokens} tokens, but the model takes {model.ContextLength}.")
        {
            Remedy = "Cut long texts with --truncate head or --truncate tail, or with max_tokens of the rung.",
        };
    }

    /// <summary>A name for everything that decides what the features of a text are, 32 hexadecimal digits.</summary>
    /// <param name="modelHash">Of the model.</param>
    /// <param name="device">Where it computes: features are rounded otherwise where matrices are multiplied in bfloat16.</param>
    public string Key(string modelHash, ComputeDevice device)
    {
        var all = FormattableString.Invariant($"{Computation}\n{modelHash}\n{Pooling}\n{MaxTokens}\n{Truncate}\n{Precision}{(device.UsesBFloat16 ? "\nbf16" : "")}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)).AsSpan(..16));
    }

    private int Limit(ITextEmbedder model) => MaxTokens is { } most ? Math.Min(most, model.ContextLength) : Math.Min(DefaultMaxTokens, model.MaxTokens);
}

/// <summary>What is made of a model's states.</summary>
internal enum Pooling
{
    /// <summary>The mean over the tokens of an encoder, scaled to unit length where the model's folder says so.</summary>
    Mean,

    /// <summary>The state after the last token of a decoder.</summary>
    LastToken,
}
