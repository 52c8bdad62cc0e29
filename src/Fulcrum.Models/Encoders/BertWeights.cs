using Fulcrum.Models.Weights;

namespace Fulcrum.Models.Encoders;

/// <summary>
/// A BERT checkpoint under one set of names: <c>bert.</c> stands in front of the encoder's own, whether the checkpoint was
/// saved with a head or bare. What the heads of pre-training left behind is passed over.
/// </summary>
internal sealed class BertWeights : IWeightSource
{
    private readonly IWeightSource source;
    private readonly Dictionary<string, string> stored;

    /// <param name="source">The checkpoint, which is disposed with this.</param>
    /// <param name="head">Whether its classification head is wanted.</param>
    public BertWeights(IWeightSource source, bool head)
    {
        this.source = source;
        stored = source.Names
            .Where(name => !name.StartsWith("cls.", StringComparison.Ordinal) && !name.EndsWith(".position_ids", StringComparison.Ordinal))
            .Where(name => head || !IsHead(name))
            .ToDictionary(NewName);
    }

    public IReadOnlyCollection<string> Names => stored.Keys;

    public long FileBytes => source.FileBytes;

    public IReadOnlyList<long> Shape(string name) => source.Shape(stored[name]);

    public SafetensorsFile? FileOf(string name) => stored.TryGetValue(name, out var own) && own == name ? source.FileOf(name) : null;

    public void ReadRows(string name, long firstRow, Span<float> destination) => source.ReadRows(stored[name], firstRow, destination);

    public void Dispose() => source.Dispose();

    private static bool IsHead(string name) => name.StartsWith("classifier.", StringComparison.Ordinal);

    // Checkpoints converted from TensorFlow call scale and shift of a norm gamma and beta.
    private static string NewName(string name)
    {
        var renamed = name
            .Replace("LayerNorm.gamma", "LayerNorm.weight", StringComparison.Ordinal)
            .Replace("LayerNorm.beta", "LayerNorm.bias", StringComparison.Ordinal);
        return IsHead(name) || name.StartsWith("bert.", StringComparison.Ordinal) ? renamed : $"bert.{renamed}";
    }
}
