using System.Reflection;

namespace Fulcrum.Tests;

/// <summary>Compares a text with the approved one that is committed in the folder <c>Approved</c> of the test project.</summary>
internal static class Approved
{
    /// <summary>On a difference writes <c>name.received.ext</c> beside <c>name.approved.ext</c>: look at it and rename it if it is right.</summary>
    public static void Verify(string name, string extension, string actual)
    {
        var folder = Path.Combine(RepositoryFiles.Root, "test", Assembly.GetExecutingAssembly().GetName().Name!, "Approved");
        var approved = Path.Combine(folder, $"{name}.approved.{extension}");
        var received = Path.Combine(folder, $"{name}.received.{extension}");
        actual = actual.ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (File.Exists(approved) && File.ReadAllText(approved).ReplaceLineEndings("\n") == actual)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, actual);
        Assert.Fail($"{name} is not as approved: compare {received} with {approved}.");
    }
}
