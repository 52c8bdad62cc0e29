using Fulcrum.Models.Weights;
using static TorchSharp.torch;

namespace Fulcrum.Models.Tests;

/// <summary>Tensors that the reference implementation wrote.</summary>
internal sealed class Golden(string path) : IDisposable
{
    private readonly SafetensorsFile _file = new(path);

    public IReadOnlyCollection<string> Names => _file.Names;

    /// <summary>Float32 as it is, integers as int64.</summary>
    public Tensor this[string name]
    {
        get
        {
            var entry = _file.Entries.Single(entry => entry.Name == name);
            var result = empty([.. entry.Shape], entry.Type == SafetensorsType.I64 ? ScalarType.Int64 : ScalarType.Float32);
            _file.Bytes(name).CopyTo(result.bytes);
            return result;
        }
    }

    /// <summary>The largest absolute difference stays within the tolerance.</summary>
    public static void AssertClose(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.shape, actual.shape);
        var difference = (expected - actual).abs().max().item<float>();
        Assert.True(difference <= tolerance, $"largest difference {difference} exceeds {tolerance}");
    }

    public void Dispose() => _file.Dispose();
}
