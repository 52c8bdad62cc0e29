using System.Runtime.InteropServices;
using System.Text;
using Fulcrum.Data;
using Fulcrum.Rungs.Classical;

namespace Fulcrum.Rungs.Head;

/// <summary>
/// A linear model of dense features on disk, one little-endian file: mark, number of features, the positions of the learned labels
/// among the task's, and the weights [features + intercept, scores] as float32. Counts are 7-bit encoded. The mark names the link from
/// scores to probabilities too, see <see cref="ScoreLink.Mark"/>.
/// </summary>
internal static class HeadFile
{
    private const string Name = "head.bin";
    private const string Format = "fulcrum-head-1";

    /// <summary>Writes the model into a folder.</summary>
    public static void Save(LinearModel model, int features, string folder) => AtomicFile.Write(Path.Combine(folder, Name), stream =>
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(model.Link.Mark(Format));
        writer.Write7BitEncodedInt(features);
        model.Link.Write(writer);
        writer.Write(MemoryMarshal.AsBytes(model.Weights.AsSpan()));
    });

    /// <summary>Reads the model in a folder.</summary>
    /// <param name="folder">The artifact.</param>
    /// <param name="labels">The number of the task's labels.</param>
    /// <exception cref="InputException">The file is missing, truncated or something else.</exception>
    public static (LinearModel Model, int Features) Load(string folder, int labels)
    {
        var path = Path.Combine(folder, Name);
        try
        {
            using var reader = new BinaryReader(File.OpenRead(path));
            var readLink = ScoreLink.Reader(reader.ReadString(), Format);
            var features = reader.Read7BitEncodedInt();
            if (features < 1) throw new InvalidDataException($"it has {features} features.");
            var link = readLink(reader, labels);
            var bytes = (features + 1L) * link.Scores * sizeof(float);
            var left = reader.BaseStream.Length - reader.BaseStream.Position;
            if (left != bytes) throw new InvalidDataException($"its weights take {bytes} bytes, but there are {left}.");
            var weights = new float[bytes / sizeof(float)];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(weights.AsSpan()));
            return (new LinearModel(link, weights), features);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or FormatException)
        {
            throw new InputException(new InputError($"The head cannot be read: {e.Message}") { File = path, Remedy = "Restore the file, or compare again." }, e);
        }
    }
}
