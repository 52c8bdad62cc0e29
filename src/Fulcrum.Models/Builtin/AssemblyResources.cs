using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Fulcrum.Models.Builtin;

/// <summary>Reads the resources of a .NET assembly file without loading the assembly (ECMA-335, II.24.2.4).</summary>
internal static class AssemblyResources
{
    /// <summary>The bytes of the resource whose name ends with <paramref name="suffix"/>.</summary>
    /// <exception cref="InvalidDataException">The file is no assembly or has no such resource.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static byte[] Read(string assembly, string suffix)
    {
        try
        {
            using var file = new PEReader(File.OpenRead(assembly));
            var metadata = file.GetMetadataReader();
            var resource = metadata.ManifestResources
                .Select(metadata.GetManifestResource)
                .Where(resource => resource.Implementation.IsNil && metadata.GetString(resource.Name).EndsWith(suffix, StringComparison.Ordinal))
                .Select(resource => (ManifestResource?)resource)
                .FirstOrDefault() ?? throw new InvalidDataException($"{assembly} has no resource {suffix}.");
            var resources = file.GetSectionData(file.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress);
            var length = resources.GetReader((int)resource.Offset, sizeof(int)).ReadInt32();
            return resources.GetReader((int)resource.Offset + sizeof(int), length).ReadBytes(length);
        }
        catch (Exception e) when (e is BadImageFormatException or ArgumentOutOfRangeException or OverflowException)
        {
            throw new InvalidDataException($"{assembly} is damaged: {e.Message}", e);
        }
    }
}
