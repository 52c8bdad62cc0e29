using System.Text;
using Fulcrum.Data;

namespace Fulcrum.Models.Tests;

/// <summary>Opens a file that is damaged in many ways: each time it is read, or refused with an error that names it, for no memory to speak of.</summary>
internal static class Fuzz
{
    /// <summary>Of each format.</summary>
    public const int Tries = 10_000;

    /// <summary>Bytes that one try may allocate, unless told otherwise.</summary>
    public const long MostAllocated = 4 << 20;

    /// <param name="tries">How many.</param>
    /// <param name="path">Where the file is put.</param>
    /// <param name="original">The sound file.</param>
    /// <param name="header">How many bytes of it are damaged.</param>
    /// <param name="read">What reads it.</param>
    /// <param name="leastRefused">The share that is refused at least: most damage to some files hits values that are not looked at.</param>
    /// <param name="mostAllocated">Bytes that one try may allocate.</param>
    public static void Try(int tries, string path, byte[] original, int header, Action<string> read, double leastRefused = 0.5, long mostAllocated = MostAllocated)
    {
        File.WriteAllBytes(path, original);
        read(path); // what is sound is read

        var random = new Random(7);
        var refused = 0;
        for (var index = 0; index < tries; index++)
        {
            File.WriteAllBytes(path, Mutation.Of(random, original, header));
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(path);
            }
            catch (InputException refusal)
            {
                refused++;
                Assert.All(refusal.Errors, error =>
                {
                    Assert.NotEmpty(error.Message);
                    Assert.NotNull(error.File);
                    Assert.DoesNotContain("LineNumber:", error.Message);
                });
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Assert.Fail($"try {index}: {e}\n{Encoding.Latin1.GetString(File.ReadAllBytes(path))}");
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, mostAllocated);
        }

        Assert.InRange(refused, (int)(tries * leastRefused), tries);
    }
}
