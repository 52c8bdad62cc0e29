using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>Hidden states to the queries, keys and values of every head.</summary>
/// <param name="configuration">Heads and their width.</param>
/// <param name="linears">
/// Query, key and value; or one fused, whose rows are those of all queries, keys and values, or, where
/// <see cref="ModelConfiguration.GroupsProjection"/>, of each key head its queries, its key and its value.
/// </param>
internal sealed class QueryKeyValueProjection(ModelConfiguration configuration, params Linear[] linears)
{
    /// <summary>[B, T, H], or packed → queries [B, T, heads, head size], keys and values [B, T, key heads, head size].</summary>
    public (Tensor Queries, Tensor Keys, Tensor Values) Forward(Tensor hidden, RowPacking? packing)
    {
        var (rows, columns) = packing is null ? (hidden.shape[0], hidden.shape[1]) : (packing.Rows, packing.Columns);
        long heads = configuration.HeadCount, keyHeads = configuration.KeyValueHeadCount, size = configuration.HeadSize;
        if (linears is [var query, var key, var value])
            return (Heads(Project(query), heads), Heads(Project(key), keyHeads), Heads(Project(value), keyHeads));

        var fused = Project(linears[0]);
        if (!configuration.GroupsProjection)
            return (Part(0, heads), Part(heads, keyHeads), Part(heads + keyHeads, keyHeads));

        var group = heads / keyHeads;
        var groups = fused.view(rows, columns, keyHeads, group + 2, size);
        return (groups.narrow(3, 0, group).reshape(rows, columns, heads, size), groups.select(3, group), groups.select(3, group + 1));

        Tensor Project(Linear linear) => packing?.Unpack(linear.Forward(hidden)) ?? linear.Forward(hidden);
        Tensor Heads(Tensor projected, long count) => projected.view(rows, columns, count, size);
        Tensor Part(long first, long count) => Heads(fused.narrow(2, first * size, count * size), count);
    }
}
