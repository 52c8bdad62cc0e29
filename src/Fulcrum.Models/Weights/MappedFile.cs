using System.IO.MemoryMappedFiles;
using Fulcrum.Data;

namespace Fulcrum.Models.Weights;

/// <summary>A file mapped into memory for reading: its pages are read when touched and belong to the system's cache.</summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    /// <exception cref="InputException">The file is absent, empty, no regular file or cannot be read.</exception>
    public MappedFile(string path)
    {
        Path = path;
        try
        {
            Length = RegularFile.LengthOf(path);
            _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
            _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException)
        {
            _file?.Dispose();
            throw new InputException(new InputError($"The file cannot be read: {cause.Message}") { File = path }, cause);
        }

        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    public string Path { get; }

    public long Length { get; }

    /// <summary>The bytes at <paramref name="offset"/>; the caller has checked that they are in the file.</summary>
    public ReadOnlySpan<byte> Bytes(long offset, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + count, Length);
        return new ReadOnlySpan<byte>(_start + offset, count);
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
