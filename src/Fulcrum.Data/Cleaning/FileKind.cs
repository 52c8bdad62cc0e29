using System.Text;

namespace Fulcrum.Data.Cleaning;

/// <summary>A file known by its first bytes, whatever its name says.</summary>
/// <param name="Name">What it is, with its article.</param>
/// <param name="Remedy">What to do with it, as a sentence.</param>
internal sealed record FileKind(string Name, string Remedy)
{
    /// <summary>As many first bytes as are looked at.</summary>
    public const int BytesLookedAt = 4096;

    /// <summary>Read by unpacking it.</summary>
    public static readonly FileKind Gzip = new("a gzip archive", Unpack);

    /// <summary>Read by its own reader.</summary>
    public static readonly FileKind Parquet = new("a Parquet file", "Call it .parquet.");

    /// <summary>Read by its own reader, where it is a table.</summary>
    public static readonly FileKind Workbook = new("an Excel workbook (.xlsx)", Export);

    /// <summary>Any archive; a workbook whose first parts do not tell is one too.</summary>
    public static readonly FileKind Zip =
        new("a ZIP archive, as Excel workbooks (.xlsx) are", "Unpack it and give the data file in it, or open it in a spreadsheet and save the sheet as CSV (UTF-8).");

    /// <summary>A text, which may be data in a folder of texts but is no table.</summary>
    public static readonly FileKind WebPage = new("a web page", "Perhaps a download failed: open the file in a browser to see what it says, and fetch the data again.");

    private const string Unpack = "Unpack it and give the data file in it.";
    private const string Export = "Open it in a spreadsheet and save the sheet as CSV (UTF-8).";
    private const string Convert = "Convert it to JSON lines, CSV or Parquet.";

    private static readonly (byte[] Start, FileKind Kind)[] Starts =
    [
        ([0x1F, 0x8B], Gzip),
        ([.. "PAR1"u8], Parquet),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], new("an Office document of before 2007 (.xls, .doc or .msg)", Export)),
        ([.. "%PDF-"u8], new("a PDF document", "Give the text in it as CSV or JSON lines.")),
        ([.. "{\\rtf"u8], new("a rich text document", "Save it as plain text.")),
        ([.. "SQLite format 3\0"u8], new("an SQLite database", "Export the table as CSV: sqlite3 -header -csv FILE \"select * from TABLE\".")),
        ([.. "version https://git-lfs.github.com/spec/"u8], new("a pointer of git-lfs, not the data itself", "Fetch the data: git lfs pull.")),
        ([.. "BZh91AY&SY"u8], new("a bzip2 archive", Unpack)),
        ([0xFD, .. "7zXZ\0"u8], new("an xz archive", Unpack)),
        ([0x28, 0xB5, 0x2F, 0xFD], new("a Zstandard archive", Unpack)),
        ([.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C], new("a 7-Zip archive", Unpack)),
        ([.. "Rar!"u8, 0x1A, 0x07], new("a RAR archive", Unpack)),
        ([.. "ARROW1\0\0"u8], new("an Arrow (Feather) file", Convert)),
        ([.. "FEA1"u8], new("a Feather file", Convert)),
        ([.. "ORC"u8, 0x0A], new("an ORC file", Convert)),
        ([.. "Obj"u8, 0x01], new("an Avro file", Convert)),
        ([0x89, .. "HDF\r\n"u8], new("an HDF5 file", Convert)),
        ([0x93, .. "NUMPY"u8], new("a NumPy array", Convert)),
        ([0x80, 0x04, 0x95], new("a Python pickle", Convert)),
        ([0x80, 0x05, 0x95], new("a Python pickle", Convert)),
        ([.. "GGUF"u8], new("a GGUF model", "Give it as a model (--model), not as data.")),
        ([0x89, .. "PNG\r\n"u8], new("an image", "Give texts.")),
        ([0xFF, 0xD8, 0xFF], new("an image", "Give texts.")),
        ([.. "GIF8"u8], new("an image", "Give texts.")),
    ];

    /// <summary>The kind of a file that begins so; <see langword="null"/>: it may be text.</summary>
    public static FileKind? Of(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("PK\u0005\u0006"u8)) return OfZip(head);
        if (head.Length > 262 && head.Slice(257, 5).SequenceEqual("ustar"u8)) return new FileKind("a tar archive", Unpack);
        foreach (var (start, kind) in Starts)
            if (head.StartsWith(start)) return kind;
        return IsWebPage(head) ? WebPage : null;
    }

    /// <summary>Says what the file is and what to do.</summary>
    public InputError Error(string file) => new($"This is {Name}.") { File = file, Remedy = Remedy };

    private static FileKind OfZip(ReadOnlySpan<byte> head)
    {
        head = head[..Math.Min(head.Length, BytesLookedAt)];
        if (head.IndexOf("application/vnd.oasis.opendocument"u8) >= 0) return new FileKind("an OpenDocument file", Export);
        if (head.IndexOf("word/"u8) >= 0) return new FileKind("a Word document (.docx)", "Save it as plain text.");
        if (head.IndexOf("xl/"u8) >= 0 || head.IndexOf("[Content_Types].xml"u8) >= 0) return Workbook;
        return Zip;
    }

    private static bool IsWebPage(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith(Encoding.UTF8.Preamble)) head = head[3..];
        var start = Encoding.Latin1.GetString(head[..Math.Min(head.Length, 256)]).TrimStart();
        return start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
    }
}
