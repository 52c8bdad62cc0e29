using System.Runtime.InteropServices;
using System.Text;
using Fulcrum.Data;
using Fulcrum.Rungs.Classical;

namespace Fulcrum.Rungs.Head;

/// <summary>
/// A linear model of dense features on disk, one little-endian file: mark, number of features, the positions of the learned labels
/// among the task's, and the weights [features + intercept, scores] as float32. Counts are 7-bit encoded.
/// </summary>
internal static class HeadFile
{
    private const string Name = "head.bin";
    private const string Mark = "fulcrum-head-1";

    /// <summary>Writes the model into a folder.</summary>
    public static void Save(LinearModel model, int features, string folder) => AtomicFile.Write(Path.Combine(folder, Name), stream =>
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Mark);
        writer.Write7BitEncodedInt(features);
        writer.Write7BitEncodedInt(model.Classes.Length);
        foreach (var label in model.Classes) writer.Write7BitEncodedInt(label);
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
            if (reader.ReadString() != Mark) throw new InvalidDataException("it is not a head of this version.");
            var features = reader.Read7BitEncodedInt();
            var count = reader.Read7BitEncodedInt();
            if (features < 1 || count < 1 || count > labels) throw new InvalidDataException($"it has {features} features and {count} of {labels} labels.");
            var classes = new int[count];
            foreach (ref var label in classes.AsSpan()) label = reader.Read7BitEncodedInt();
            if (classes.Any(label => label < 0 || label >= labels)) throw new InvalidDataException($"it has labels beyond the {labels} of the task.");

            var bytes = (features + 1L) * LinearModel.ScoresFor(count) * sizeof(float);
            var left = reader.BaseStream.Length - reader.BaseStream.Position;
            if (left != bytes) throw new InvalidDataException($"its weights take {bytes} bytes, but there are {left}.");
            var weights = new float[bytes / sizeof(float)];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(weights.AsSpan()));
            return (new LinearModel(classes, labels, weights), features);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or FormatException)
        {
            throw new InputException(new InputError($"The head cannot be read: {e.Message}") { File = path, Remedy = "Restore the file, or compare again." }, e);
        }
    }
}
