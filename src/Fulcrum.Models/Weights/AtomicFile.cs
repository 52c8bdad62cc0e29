namespace Fulcrum.Models.Weights;

/// <summary>Writes a file under a temporary name and renames it, so that a file under its own name is always whole.</summary>
internal static class AtomicFile
{
    public static void Write(string path, Action<Stream> content)
    {
        var temporary = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            using (var stream = File.Create(temporary)) content(stream);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
