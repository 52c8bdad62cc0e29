namespace Fulcrum.Data.Tests.Cleaning;

/// <summary>Lines of everyday complaints in several languages, put together from their beginnings, middles and ends.</summary>
internal static class MadeUpLines
{
    private static readonly Dictionary<string, string[][]> Parts = new()
    {
        ["Russian"] =
        [
            ["Здравствуйте,", "Добрый день!", "Подскажите, пожалуйста:", "Срочно!", "Уважаемая поддержка,", "Коллеги,", "ВНИМАНИЕ:", "Ещё раз пишу:"],
            ["посылка не пришла", "деньги списали дважды", "курьер перепутал адрес", "счёт-фактура содержит ошибку", "карта заблокирована", "пароль больше не подходит", "чайник приехал разбитым", "объявленная скидка не учтена"],
            ["и никто не отвечает.", "верните средства на карту №7.", "жду ответа до пятницы…", "что мне делать дальше?", "— прошу разобраться.", "хотя я звонил вам «вчера».", "спасибо за помощь!", "заказ 4711, Юлия Щербакова."],
        ],
        ["Ukrainian"] =
        [
            ["Доброго дня,", "Вітаю!", "Підкажіть, будь ласка:", "Терміново!", "Шановна підтримко,", "Колеги,", "УВАГА:", "Ще раз пишу:"],
            ["посилка не прийшла", "гроші списали двічі", "кур'єр переплутав адресу", "рахунок містить помилку", "картку заблоковано", "пароль більше не підходить", "чайник приїхав розбитим", "обіцяну знижку не враховано"],
            ["і ніхто не відповідає.", "поверніть кошти на картку.", "чекаю відповіді до п'ятниці.", "що мені робити далі?", "прошу розібратися.", "хоча я дзвонив вам учора.", "дякую за допомогу!", "замовлення 4711, Юлія."],
        ],
        ["Bulgarian"] =
        [
            ["Здравейте,", "Добър ден!", "Моля, кажете ми:", "Спешно!", "Уважаеми колеги,", "До поддръжката:", "ВНИМАНИЕ:", "Пиша отново:"],
            ["пратката не пристигна", "парите бяха взети два пъти", "куриерът обърка адреса", "фактурата съдържа грешка", "картата е блокирана", "паролата вече не работи", "чайникът дойде счупен", "отстъпката не е отчетена"],
            ["и никой не отговаря.", "върнете сумата по картата.", "чакам отговор до петък.", "какво да направя сега?", "моля да проверите.", "въпреки че ви звънях вчера.", "благодаря за помощта!", "поръчка 4711, Юлия."],
        ],
        ["Greek"] =
        [
            ["Καλημέρα σας,", "Γεια σας!", "Παρακαλώ πείτε μου:", "Επείγον!", "Αγαπητοί κύριοι,", "Προς την υποστήριξη:", "ΠΡΟΣΟΧΗ:", "Γράφω ξανά:"],
            ["το δέμα δεν έφτασε", "η κάρτα χρεώθηκε δύο φορές", "ο μεταφορέας μπέρδεψε τη διεύθυνση", "το τιμολόγιο έχει λάθος", "ο λογαριασμός μου κλειδώθηκε", "ο κωδικός δεν ισχύει πια", "ο βραστήρας ήρθε σπασμένος", "η έκπτωση δεν υπολογίστηκε"],
            ["και κανείς δεν απαντά.", "επιστρέψτε τα χρήματα στην κάρτα.", "περιμένω απάντηση ως την Παρασκευή…", "τι πρέπει να κάνω τώρα;", "– ελέγξτε το παρακαλώ.", "αν και σας πήρα «χθες» τηλέφωνο.", "ευχαριστώ για τη βοήθεια!", "παραγγελία 4711, Ξένια Ψαρρά."],
        ],
        ["Hebrew"] =
        [
            ["שלום רב,", "בוקר טוב!", "אשמח לעזרה:", "דחוף!", "לצוות התמיכה,", "חברים,", "שימו לב:", "אני כותב שוב:"],
            ["החבילה לא הגיעה", "הכרטיס חויב פעמיים", "השליח טעה בכתובת", "החשבונית שגויה", "הכרטיס נחסם", "הסיסמה כבר לא מתאימה", "הקומקום הגיע שבור", "ההנחה לא חושבה"],
            ["ואף אחד לא עונה.", "החזירו את הכסף לכרטיס.", "אני מחכה לתשובה עד יום שישי…", "מה עליי לעשות עכשיו?", "– בדקו בבקשה.", "למרות שהתקשרתי אתמול.", "תודה על העזרה!", "הזמנה 4711, יעל."],
        ],
        ["Thai"] =
        [
            ["สวัสดีครับ", "สวัสดีค่ะ", "รบกวนสอบถามหน่อย", "ด่วนมาก", "เรียนฝ่ายบริการลูกค้า", "ถึงทีมงาน", "โปรดทราบ", "ขอแจ้งอีกครั้ง"],
            ["พัสดุยังไม่มาถึง", "ถูกหักเงินสองครั้ง", "คนส่งของไปผิดบ้าน", "ใบแจ้งหนี้มียอดผิด", "บัตรถูกระงับการใช้งาน", "รหัสผ่านใช้ไม่ได้แล้ว", "กาน้ำแตกตอนมาถึง", "ส่วนลดไม่ถูกนำมาคิด"],
            ["และไม่มีใครตอบกลับเลย", "กรุณาคืนเงินเข้าบัตร", "รอคำตอบภายในวันศุกร์", "ต้องทำอย่างไรต่อ?", "ช่วยตรวจสอบด้วย", "ทั้งที่โทรไปแล้ว “เมื่อวาน”", "ขอบคุณที่ช่วยเหลือ!", "คำสั่งซื้อ 4711 คุณสุดา"],
        ],
        ["French"] =
        [
            ["Bonjour à tous,", "Chère équipe,", "S'il vous plaît :", "Déjà signalé :", "À l'aide !", "Madame, Monsieur,", "RÉCLAMATION N° 7 :", "Où est-ce que"],
            ["le colis n'est pas arrivé", "ma carte a été débitée deux fois", "le livreur s'est trompé d'entrée", "la facture est erronée", "mon accès a été bloqué", "la théière fêlée a été livrée", "la réduction n'a pas été créditée", "l'été dernier j'ai été remboursé"],
            ["et personne ne répond.", "« à vérifier » dès que possible…", "la somme créée s'élève à 30 €.", "que dois-je faire à présent ?", "— réponse espérée à Noël.", "malgré mes appels répétés.", "merci de votre réactivité !", "numéro 4711, Zoë Lefèvre."],
        ],
        ["German"] =
        [
            ["Grüß Gott,", "Schönen guten Tag,", "Können Sie prüfen:", "DRINGEND – FÄLLIG:", "Für das Büro:", "Müller hier,", "Erklären Sie mir:", "Übrigens"],
            ["das Päckchen ist nicht da", "die Gebühr wurde doppelt abgebucht", "der Fahrer hat die Tür verwechselt", "die Größe stimmt nicht", "mein Zugang für Österreich ist gesperrt", "das Gefäß kam zerbrochen an", "die Ermäßigung fehlt", "die Straße heißt anders"],
            ["und keiner hört zu.", "bitte zurücküberweisen – 30 € zu viel.", "spätestens übermorgen möchte ich Bescheid.", "was würden Sie tun?", "„schön“ ist das nicht…", "obwohl ich schon öfter anrief.", "herzliche Grüße!", "Nr. 4711, Jörg Weiß."],
        ],
        ["Spanish"] =
        [
            ["¡Buenos días!", "Señores:", "¿Podrían ayudarme?", "Atención:", "Según acordé,", "Año nuevo, mismo problema:", "RECLAMACIÓN Nº 7:", "Aún espero:"],
            ["el envío no llegó", "me cobraron dos veces en mi cuenta de ahorros", "el mensajero confundió la dirección", "la factura está mal", "el número no está activo", "la contraseña ya no sirve", "la jarra llegó rota", "el descuento no se aplicó"],
            ["y nadie contestó.", "devuélvanme 30 €, por favor.", "espero su respuesta mañana…", "¿qué debería hacer?", "«gracias» por su atención.", "aunque llamé ayer según lo pedido.", "¡muchísimas gracias!", "pedido 4711, Íñigo Núñez."],
        ],
        ["Polish"] =
        [
            ["Dzień dobry,", "Proszę o pomoc:", "Pilne zgłoszenie:", "Szanowni Państwo,"],
            ["paczka nie dotarła", "pieniądze pobrano dwukrotnie", "kurier pomylił adres", "zniżka została pominięta"],
            ["i nikt się nie odzywa.", "czekam na odpowiedź.", "co mam zrobić dalej?", "dziękuję, Łukasz Żółć."],
        ],
    };

    /// <summary>Different lines in an order that a seed decides.</summary>
    public static string[] Of(string language, int count, int seed)
    {
        var parts = Parts[language];
        string[] lines = [.. from a in parts[0] from b in parts[1] from c in parts[2] select $"{a} {b} {c}"];
        new Random(seed).Shuffle(lines);
        return lines[..Math.Min(count, lines.Length)];
    }
}
