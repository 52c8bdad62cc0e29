namespace Fulcrum.Models.Builtin;

/// <summary>A float32 tensor.</summary>
/// <param name="Shape">Its sizes, outermost dimension first.</param>
/// <param name="Values">The values, row by row.</param>
internal sealed record OnnxTensor(IReadOnlyList<long> Shape, float[] Values)
{
    /// <summary>A matrix with rows and columns exchanged.</summary>
    public OnnxTensor Transpose()
    {
        var (rows, columns) = ((int)Shape[0], (int)Shape[1]);
        var transposed = new float[Values.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++) transposed[column * rows + row] = Values[row * columns + column];
        }

        return new OnnxTensor([columns, rows], transposed);
    }
}
