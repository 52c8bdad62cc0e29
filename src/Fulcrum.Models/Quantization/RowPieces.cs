using System.Runtime.ExceptionServices;

namespace Fulcrum.Models.Quantization;

/// <summary>Goes through the rows of a matrix on all processors.</summary>
internal static class RowPieces
{
    private const int Elements = 1 << 18;

    /// <summary>
    /// Calls back with the first row and the number of rows of each piece. Pieces begin at multiples of 64 rows, so that
    /// they also begin with a whole block of values, whatever the length of a row.
    /// </summary>
    public static void ForEach(long rows, long columns, Action<long, int> piece)
    {
        var step = Math.Max(1, Elements / columns / 64) * 64;
        try
        {
            Parallel.For(0, (rows + step - 1) / step, index => piece(index * step, (int)Math.Min(step, rows - index * step)));
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
    }
}
