using System.Text.RegularExpressions;
using Fulcrum.Models.Architecture;
using Fulcrum.Models.Families;

namespace Fulcrum.Models.Gguf;

/// <summary>llama.cpp's tensor names against those of a Hugging Face checkpoint of the same model.</summary>
internal sealed partial class GgufNames
{
    private readonly Dictionary<string, string> _toHuggingFace = [];
    private readonly Dictionary<string, string> _fromHuggingFace = [];
    private readonly string _checkpointLayers;
    private readonly string _ggufLayers;

    /// <param name="architecture">llama.cpp's architecture of the model.</param>
    /// <param name="checkpoint">What the checkpoint calls its parameters.</param>
    public GgufNames(GgufArchitecture architecture, ParameterNames checkpoint)
    {
        var gguf = architecture.TensorNames(checkpoint);
        (_checkpointLayers, _ggufLayers) = (checkpoint.Layers, gguf.Layers);
        Add(gguf.Embedding, checkpoint.Embedding);
        Add(gguf.Positions, checkpoint.Positions);
        Add(gguf.FinalNorm, checkpoint.FinalNorm);
        Add("output", "lm_head");
        AddOfLayer(gguf.BeforeAttention, checkpoint.BeforeAttention);
        AddOfLayer(gguf.BeforeFeedForward, checkpoint.BeforeFeedForward);
        AddOfLayer(gguf.QueryKeyValue, checkpoint.QueryKeyValue);
        AddOfLayer(gguf.QueryNorm, checkpoint.QueryNorm);
        AddOfLayer(gguf.KeyNorm, checkpoint.KeyNorm);
        AddOfLayer(gguf.AttentionOutput, checkpoint.AttentionOutput);
        AddOfLayer(gguf.AfterAttention, checkpoint.AfterAttention);
        AddOfLayer(gguf.FeedForwardInputs, checkpoint.FeedForwardInputs);
        AddOfLayer(gguf.Down, checkpoint.Down);
        AddOfLayer(gguf.AfterFeedForward, checkpoint.AfterFeedForward);
    }

    /// <summary>The name in a Hugging Face checkpoint, or null for a tensor that has none there.</summary>
    public string? ToHuggingFace(string name) => Translate(name, _ggufLayers, _toHuggingFace, _checkpointLayers);

    /// <summary>llama.cpp's name for one of a Hugging Face checkpoint, or null for a tensor that has none there.</summary>
    public string? FromHuggingFace(string name) => Translate(name, _checkpointLayers, _fromHuggingFace, _ggufLayers);

    private static string? Translate(string name, string prefix, Dictionary<string, string> known, string otherPrefix)
    {
        var isOfLayer = name.StartsWith(prefix + ".", StringComparison.Ordinal);
        if (Pattern().Match(isOfLayer ? name[(prefix.Length + 1)..] : name) is not { Success: true } match) return null;
        var (layer, part, kind) = (match.Groups["layer"], match.Groups["part"].Value, match.Groups["kind"].Value);
        if (layer.Success != isOfLayer || !known.TryGetValue(isOfLayer ? "*." + part : part, out var other)) return null;
        return isOfLayer ? $"{otherPrefix}.{layer.Value}.{other[2..]}.{kind}" : $"{other}.{kind}";
    }

    private void AddOfLayer(IReadOnlyList<string> gguf, IReadOnlyList<string> checkpoint)
    {
        foreach (var (ours, theirs) in gguf.Zip(checkpoint)) AddOfLayer(ours, theirs);
    }

    private void AddOfLayer(string? gguf, string? checkpoint)
    {
        if (checkpoint is not null) Add($"*.{gguf}", $"*.{checkpoint}");
    }

    private void Add(string? gguf, string? checkpoint)
    {
        if (gguf is null || checkpoint is null) return;
        _toHuggingFace.Add(gguf, checkpoint);
        _fromHuggingFace.Add(checkpoint, gguf);
    }

    [GeneratedRegex(@"^((?<layer>\d+)\.)?(?<part>[A-Za-z0-9_.]+)\.(?<kind>weight|bias)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
