package sharing

import (
	"fmt"
	"strings"
	"time"

	"getaifactory.com/ally/shared/id"
	"getaifactory.com/ally/shared/lang"
	"getaifactory.com/ally/shared/mail"
	"getaifactory.com/ally/shared/store"
)

var levels = map[string]lang.Text{
	"view":    {ES: "leer", EN: "read"},
	"comment": {ES: "leer y comentar", EN: "read and comment on"},
	"edit":    {ES: "leer y escribir en", EN: "read and write in"},
}

// plain keeps what a person wrote from being read as Markdown: a link in it would
// look like one of Ally's.
var plain = strings.NewReplacer("\\", "\\\\", "[", "\\[", "]", "\\]", "(", "\\(", ")", "\\)", "<", "\\<", ">", "\\>", "*", "\\*", "_", "\\_", "`", "\\`", "#", "\\#", "!", "\\!", "|", "\\|", "://", ":\u200b//")

func quoted(text string) string {
	if strings.TrimSpace(text) == "" {
		return ""
	}
	return "> " + strings.ReplaceAll(plain.Replace(strings.TrimSpace(text)), "\n", "\n> ") + "\n\n"
}

// letter is the write that queues the letter with an invitation's link.
func (s *Service) letter(i Invitation, token string, now time.Time) (store.Write, error) {
	l := lang.FromSetting(i.Language)
	say := func(es, en string, args ...any) string { return fmt.Sprintf(lang.Text{ES: es, EN: en}.In(l), args...) }
	by, of := plain.Replace(mail.OneLine(i.InvitedBy)), plain.Replace(mail.OneLine(i.Organization))
	body := say("%s (%s) te invita a %s la conversación **%s** en Ally.\n\n", "%s (%s) invites you to %s the conversation **%s** in Ally.\n\n",
		by, of, levels[i.Level].In(l), plain.Replace(mail.OneLine(i.Title))) + quoted(i.Message) +
		say("[Ver la invitación](%s)\n\n", "[See the invitation](%s)\n\n", s.url("invitation", token)) +
		say("El enlace es solo para ti y vale hasta el %s (UTC). Si no esperabas esta invitación, ignórala.", "The link is for you alone and is valid until %s (UTC). If you did not expect this invitation, ignore it.",
			i.ExpiresAt.UTC().Format("2006-01-02 15:04"))
	subject := say("%s te invita a una conversación", "%s invites you to a conversation", mail.OneLine(i.InvitedBy))
	return mail.Queue(s.Client, mail.Letter{
		ID: id.Derive("invite", i.ID, i.TokenHash), Kind: "invitation", From: mail.Party{Name: mail.OneLine(i.InvitedBy)}, To: []string{i.Email},
		Subject: cut(subject, mail.MostSubject), Markdown: body, ActionID: i.ActionID, UserID: i.UserID, OrganizationID: i.OrganizationID,
	}, now)
}

// codeLetter is the write that queues the letter with a guest's code.
func (s *Service) codeLetter(i Invitation, code, key string, now time.Time) (store.Write, error) {
	l := lang.FromSetting(i.Language)
	say := func(es, en string, args ...any) string { return fmt.Sprintf(lang.Text{ES: es, EN: en}.In(l), args...) }
	return mail.Queue(s.Client, mail.Letter{
		ID: id.Derive("code", i.ID, key), Kind: "code", To: []string{i.Email}, Subject: say("Tu código para Ally", "Your code for Ally"),
		Markdown: say("Tu código es **%s**. Vale diez minutos.\n\nSi no lo pediste, ignora este mensaje: nadie entra sin él.",
			"Your code is **%s**. It is valid for ten minutes.\n\nIf you did not ask for it, ignore this message: nobody gets in without it.", code),
		UserID: i.UserID, OrganizationID: i.OrganizationID,
	}, now)
}

// invitationText is what goes along with a link by WhatsApp.
func (s *Service) invitationText(i Invitation, token string) string {
	l := lang.FromSetting(i.Language)
	text := fmt.Sprintf(lang.Text{ES: "%s te invita a la conversación «%s» en Ally: ", EN: "%s invites you to the conversation “%s” in Ally: "}.In(l), i.InvitedBy, i.Title)
	if message := strings.TrimSpace(i.Message); message != "" {
		text = message + "\n\n" + text
	}
	return text + s.url("invitation", token)
}

func cut(text string, characters int) string {
	if r := []rune(text); len(r) > characters {
		return string(r[:characters-1]) + "…"
	}
	return text
}
