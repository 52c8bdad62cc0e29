using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>Who may look at whom: each token at itself and the real tokens before it, within the layer's window.</summary>
internal static class AttentionMask
{
    /// <summary>For [B, T] new tokens behind those of the context.</summary>
    /// <param name="rows">Sequences in the batch, B.</param>
    /// <param name="columns">Tokens in a row, padding included, T.</param>
    /// <param name="context">What stands before, and the padding.</param>
    /// <param name="window">How many tokens back a token sees, itself included; null for all.</param>
    /// <param name="groups">Query heads per key head.</param>
    /// <param name="device">The device of the mask.</param>
    /// <returns>As <see cref="AttentionInputs.Mask"/> and <see cref="AttentionInputs.FirstVisible"/>.</returns>
    public static (Tensor? Mask, int FirstVisible) Build(
        int rows, int columns, DecoderContext context, int? window, int groups, Device device)
    {
        if (context.Tree is { } tree) return (ForTree(tree, window, groups, device), 0);

        // A real token never looks at padding on its right, so only padding on the left and ragged caches make rows differ.
        var perRow = context.Cache?.IsRagged == true || context.Padding?.Left == true;
        var held = context.Cache?.Length ?? 0;
        var start = perRow || window is null ? 0 : Math.Max(0, held + 1 - window.Value);
        if (columns == 1 && !perRow) return (null, start);

        var width = held + columns - start;
        var mask = new float[(perRow ? rows : 1) * columns * width];
        for (var row = 0; row < (perRow ? rows : 1); row++)
        {
            var positions = perRow ? Positions(row, columns, context) : [.. Enumerable.Range(start, width)];
            for (var column = 0; column < columns; column++)
            {
                var line = mask.AsSpan((row * columns + column) * width, width);
                var own = held - start + column;
                for (var other = 0; other < own; other++)
                    if (positions[other] < 0 || positions[own] - positions[other] >= window) line[other] = float.NegativeInfinity;
                line[(own + 1)..].Fill(float.NegativeInfinity);
            }
        }

        var once = tensor(mask, [perRow ? rows : 1, 1, columns, width], device: device);
        return (columns == 1 || groups == 1 ? once : once.repeat(1, 1, groups, 1), start);
    }

    private static Tensor ForTree(SharedPrefixLayout tree, int? window, int groups, Device device)
    {
        var length = tree.Length;
        var mask = new float[length * length];
        Array.Fill(mask, float.NegativeInfinity);
        for (var token = 0; token < tree.Shared; token++) See(token, First(token), token + 1);
        foreach (var (start, own) in tree.Starts().Zip(tree.Lengths))
        {
            for (var index = 0; index < own; index++)
            {
                var first = First(tree.Shared + index);
                See(start + index, first, tree.Shared);
                See(start + index, start + Math.Max(0, first - tree.Shared), start + index + 1);
            }
        }

        return tensor(mask, [1, 1, length, length], device: device).repeat(1, 1, groups, 1);

        int First(int position) => window is { } width ? Math.Max(0, position + 1 - width) : 0;

        void See(int token, int from, int to)
        {
            if (from < to) mask.AsSpan(token * length)[from..to].Clear();
        }
    }

    /// <summary>Of every column of a row its position among the real tokens, or -1 for filling.</summary>
    private static int[] Positions(int row, int columns, DecoderContext context)
    {
        var real = (context.Cache?.RealColumns(row) ?? [])
            .Concat(Enumerable.Range(0, columns).Select(column => context.Padding?.IsReal(row, column, columns) ?? true));
        var position = 0;
        return [.. real.Select(isReal => isReal ? position++ : -1)];
    }
}
