using Fulcrum.Data;

namespace Fulcrum.Models.Weights;

/// <summary>Several safetensors files behind a <c>model.safetensors.index.json</c> (its <c>weight_map</c>: tensor → file).</summary>
public sealed class ShardedSafetensors : IWeightSource
{
    private readonly Dictionary<string, SafetensorsFile> _shards = [];
    private readonly Dictionary<string, SafetensorsFile> _shardOf = [];

    /// <summary>Opens all shards that the index names.</summary>
    /// <exception cref="InputException">The index or a shard is missing or malformed, or a tensor is not where the index says.</exception>
    public ShardedSafetensors(string indexPath)
    {
        try
        {
            foreach (var (name, file) in ShardIndex.Read(indexPath, file => Path.GetFileName(file) == file))
            {
                if (!_shards.TryGetValue(file, out var shard))
                    _shards.Add(file, shard = new SafetensorsFile(Path.Combine(Path.GetDirectoryName(indexPath)!, file)));
                if (!shard.Names.Contains(name))
                    throw new InputException(new InputError($"The index says that {file} holds {name}, but it does not.") { File = indexPath });
                _shardOf[name] = shard;
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public IReadOnlyCollection<string> Names => _shardOf.Keys;

    /// <inheritdoc />
    public long FileBytes => _shards.Values.Sum(shard => shard.FileBytes);

    /// <inheritdoc />
    public IReadOnlyList<long> Shape(string name) => _shardOf[name].Shape(name);

    /// <inheritdoc />
    public StoredTensor? Stored(string name) => _shardOf.GetValueOrDefault(name)?.Stored(name);

    /// <inheritdoc />
    public void ReadRows(string name, long firstRow, Span<float> destination) => _shardOf[name].ReadRows(name, firstRow, destination);

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var shard in _shards.Values) shard.Dispose();
    }
}
