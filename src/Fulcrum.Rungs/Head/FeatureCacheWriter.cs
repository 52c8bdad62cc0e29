namespace Fulcrum.Rungs.Head;

/// <summary>Writes a new <see cref="FeatureCacheFile"/>.</summary>
internal sealed class FeatureCacheWriter : IDisposable
{
    private readonly FileStream _stream;

    /// <param name="path">A file that is not there.</param>
    /// <param name="dimensions">Length of the vectors.</param>
    public FeatureCacheWriter(string path, int dimensions)
    {
        _stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        _stream.Write(FeatureCacheFile.Header(dimensions));
    }

    /// <summary>Bytes written.</summary>
    public long Length => _stream.Length;

    public void Add(ReadOnlySpan<byte> hash, TextFeatures features) => _stream.Write(FeatureCacheFile.Record(hash, features));

    /// <summary>Hands everything to the system, which keeps it also where this process dies.</summary>
    public void Flush() => _stream.Flush();

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();
}
