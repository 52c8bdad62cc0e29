using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Fulcrum.Data;
using TorchSharp;

namespace Fulcrum.Models.Weights;

/// <summary>Brings weights from a file into tensors.</summary>
public static class WeightTensor
{
    private const int ChunkElements = 1 << 20;

    /// <summary>
    /// Reads one tensor as float32, straight into the memory of the result and on all processors, so that never more than
    /// one copy exists. The caller owns it; no dispose scope does.
    /// </summary>
    /// <exception cref="InputException">The tensor's values are of a type that is not floating point.</exception>
    public static torch.Tensor ReadTensor(this IWeightSource source, string name)
    {
        long[] shape = [.. source.Shape(name)];
        var tensor = torch.empty(shape, torch.ScalarType.Float32, device: torch.CPU).DetachFromDisposeScope();
        if (tensor.NumberOfElements == 0) return tensor;

        var rows = shape.Length == 0 ? 1 : shape[0];
        var rowLength = tensor.NumberOfElements / rows;
        var step = Math.Clamp(ChunkElements / rowLength, 1, rows);
        using var table = tensor.view(rows, rowLength);
        try
        {
            Parallel.For(0, (rows + step - 1) / step, chunk =>
            {
                var first = chunk * step;
                using var part = table.narrow(0, first, Math.Min(step, rows - first));
                source.ReadRows(name, first, MemoryMarshal.Cast<byte, float>(part.bytes));
            });
        }
        catch (AggregateException several)
        {
            tensor.Dispose();
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }

        return tensor;
    }
}
