using Fulcrum.Data;
using Fulcrum.Models.Weights;

namespace Fulcrum.Models.Encoders;

/// <summary>
/// A BERT checkpoint under one set of names: <c>bert.</c> stands in front of the encoder's own, whether the checkpoint was
/// saved with a head or bare. What the heads of pre-training left behind is passed over.
/// </summary>
internal sealed class BertWeights : IWeightSource
{
    private readonly IWeightSource _source;
    private readonly Dictionary<string, string> _stored;

    /// <param name="source">The checkpoint, which is disposed with this.</param>
    /// <param name="head">Whether its classification head is wanted.</param>
    /// <param name="file">How errors name the checkpoint.</param>
    /// <exception cref="InputException">It holds a tensor under two names.</exception>
    public BertWeights(IWeightSource source, bool head, string file)
    {
        _source = source;
        var named = source.Names
            .Where(name => !name.StartsWith("cls.", StringComparison.Ordinal) && !name.EndsWith(".position_ids", StringComparison.Ordinal))
            .Where(name => head || !IsHead(name))
            .ToLookup(NewName);
        InputError[] twice =
        [
            .. from names in named
               where names.Count() > 1
               select new InputError($"The weights hold `{names.Key}` twice, as {string.Join(" and ", names.Order(StringComparer.Ordinal).Select(name => $"`{name}`"))}.")
               {
                   File = file, Remedy = "Leave out the one that does not belong to the model.",
               },
        ];
        if (twice.Length > 0) throw new InputException(twice);
        _stored = named.ToDictionary(names => names.Key, names => names.Single());
    }

    public IReadOnlyCollection<string> Names => _stored.Keys;

    public long FileBytes => _source.FileBytes;

    public IReadOnlyList<long> Shape(string name) => _source.Shape(_stored[name]);

    public StoredTensor? Stored(string name) => _stored.TryGetValue(name, out var own) && own == name ? _source.Stored(name) : null;

    public void ReadRows(string name, long firstRow, Span<float> destination) => _source.ReadRows(_stored[name], firstRow, destination);

    public void Dispose() => _source.Dispose();

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
