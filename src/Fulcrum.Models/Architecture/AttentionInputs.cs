using static TorchSharp.torch;

namespace Fulcrum.Models.Architecture;

/// <summary>What every layer's attention needs for one batch, computed once: rotation by position, and who may see whom.</summary>
/// <param name="Cosines">[1 or B, T, 1, head size].</param>
/// <param name="Sines">As <paramref name="Cosines"/>.</param>
/// <param name="Mask">
/// Added to the attention scores, [1 or B, 1, G·T, S]: 0 where a token may look, -∞ elsewhere, repeated for the G query heads
/// that share a key head. Null when every token may look at all S.
/// </param>
/// <param name="Packing">How hidden states are laid out; null for [B, T, H].</param>
internal sealed record AttentionInputs(Tensor Cosines, Tensor Sines, Tensor? Mask, RowPacking? Packing)
{
    /// <summary>For a batch of [B, T] tokens that follow those of the context.</summary>
    public static AttentionInputs For(
        int rows, int columns, DecoderContext context, ModelConfiguration configuration, RotaryEmbedding rotary, Device device)
    {
        var (cosines, sines) = context.Cache?.IsRagged != true && context.Padding?.Left != true
            ? rotary.At(context.Cache?.Length ?? 0, columns)
            : rotary.At(Positions(rows, columns, context), rows, columns);
        return new AttentionInputs(cosines, sines, BuildMask(rows, columns, context, configuration, device),
            RowPacking.For(rows, columns, context.Padding, device));
    }

    private static long[] Positions(int rows, int columns, DecoderContext context)
    {
        var positions = new long[rows * columns];
        for (var row = 0; row < rows; row++)
        {
            var first = context.Cache?.RealLength(row) ?? 0;
            for (var column = 0; column < columns; column++)
                positions[row * columns + column] = first + (context.Padding?.Position(row, column, columns) ?? column);
        }

        return positions;
    }

    private static Tensor? BuildMask(int rows, int columns, DecoderContext context, ModelConfiguration configuration, Device device)
    {
        // A real token never looks at padding on its right, so only padding on the left and ragged caches make rows differ.
        var perRow = context.Cache?.IsRagged == true || context.Padding?.Left == true;
        if (columns == 1 && !perRow) return null;

        var held = context.Cache?.Length ?? 0;
        var width = held + columns;
        var mask = new float[(perRow ? rows : 1) * columns * width];
        for (var row = 0; row < (perRow ? rows : 1); row++)
        {
            var visible = new bool[width];
            visible.AsSpan().Fill(true);
            if (perRow) MarkReal(visible, row, columns, context);
            for (var column = 0; column < columns; column++)
            {
                var line = mask.AsSpan((row * columns + column) * width, width);
                for (var other = 0; other < held + column; other++)
                    if (!visible[other]) line[other] = float.NegativeInfinity;
                line[(held + column + 1)..].Fill(float.NegativeInfinity);
            }
        }

        var groups = configuration.HeadCount / configuration.KeyValueHeadCount;
        using var once = tensor(mask, [perRow ? rows : 1, 1, columns, width], device: device);
        return columns == 1 ? once.alias() : once.repeat(1, 1, groups, 1);
    }

    /// <summary>A token always sees itself, even as padding, so that no softmax is over nothing.</summary>
    private static void MarkReal(bool[] visible, int row, int columns, DecoderContext context)
    {
        var column = 0;
        foreach (var real in context.Cache?.RealColumns(row) ?? []) visible[column++] = real;
        for (var added = 0; added < columns; added++) visible[column + added] = context.Padding?.IsReal(row, added, columns) ?? true;
    }
}
